//! The section of a plugin in the configuration, checked against the plugin's own type.

mod check;
mod host_keys;
mod key_path;
mod problem;
mod schema_path;
mod section;

pub use host_keys::{HOST_KEYS, is_host_key, take_host_keys};
pub use key_path::key_path;
pub use problem::{Problem, Problems};
pub use schema_path::{is_public, schemas_at};
pub use section::Section;
