//! Access to the files beneath the root: nothing here leads out of it.

mod draft;
mod glob;
mod line_reader;
mod open;
mod path;
mod root;
mod walk;
mod write_target;

pub(crate) use glob::Glob;
pub use glob::glob_matches;
pub(crate) use line_reader::LineReader;
pub(crate) use path::{on_one_line, relative};
pub(crate) use root::Root;
pub(crate) use walk::{Entry, Walk};
pub(crate) use write_target::{WriteTarget, check_size};
