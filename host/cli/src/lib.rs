//! The command line of an agent.
//!
//! One file of `verbs` is one verb: its arguments and what it does. `main` parses the command line and runs the verb;
//! `context` holds what every verb works with.

mod arguments;
mod context;
mod data_folder;
mod error;
mod log;
mod lookup;

mod options;
mod prompt;
mod run;
mod server;
mod start;
mod user;
mod verb;
mod verbs;

pub use options::Options;
pub use run::main;
pub use start::{StartupError, start};
