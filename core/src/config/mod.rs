//! The section of a plugin in the configuration, checked against the plugin's own type.

mod check;
mod key_path;
mod problem;
mod schema_path;
mod section;
mod section_set;

pub use key_path::key_path;
pub use problem::{Problem, Problems};
pub use schema_path::{is_public, schemas_at};
pub use section::Section;
pub use section_set::SectionSet;
