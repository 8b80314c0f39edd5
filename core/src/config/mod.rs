//! The section of a plugin in the configuration, checked against the plugin's own type.

mod check;
mod problem;
mod section;

pub use problem::{Problem, Problems};
pub use section::Section;
