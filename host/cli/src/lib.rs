//! The command line of an agent.
//!
//! One file of `verbs` is one verb: its arguments and what it does. `run` parses the command line and runs the verb, and
//! `context` holds what every verb works with. `options` puts the configuration of the program together.

mod agent_settings;
mod arguments;
mod config_reload;
mod context;
mod control;
mod data_folder;
mod error;
mod log;
mod lookup;
mod options;
mod plugin_settings;
mod plugin_verbs;
mod prompt;
mod run;
mod server;
mod start;
mod turn_json;
mod turn_text;
mod user;
mod verb;
mod verbs;

pub use options::Options;
pub use run::main;
pub use start::{StartupError, start};
