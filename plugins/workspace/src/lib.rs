//! The plugin `workspace`: tools that list, read, search, write and edit the files beneath one folder, and run commands
//! there.
//!
//! Files are opened relative to a handle of that folder, so no `..`, absolute path or symbolic link leads out of it.
//! Commands are not confined: what a command can reach has to be limited by the sandbox that the agent runs in.

mod blocking;
mod command;
mod config;
mod error;
mod file_tools;
mod fs;
mod tools;

pub use config::Config;
pub use error::{CommandError, FileError};
#[doc(hidden)]
pub use fs::glob_matches;
pub use tools::Workspace;
