//! Lists, reads, searches, writes and edits files beneath one folder, and runs commands there.
//!
//! Files are opened beneath the folder's own handle, so that no `..`, absolute path or symbolic link leads out of it.
//! A command is a program like any other: what it may reach is for the machine's sandbox to say.

mod command;
mod config;
mod data;
mod draft;
mod edit;
mod error;
mod glob;
mod hooks;
mod lines;
mod list;
mod output;
mod read;
mod root;
mod search;
mod walk;
mod work;
mod write;

pub use config::Config;
pub use error::{CommandError, FileError};
pub use hooks::Workspace;
