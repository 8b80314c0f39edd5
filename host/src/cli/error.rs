use crate::agent::SendError;
use crate::config::ConfigError;
use crate::run::RunError;
use hookwire::registry::Conflicts;
use std::io;

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Conflicts(#[from] Conflicts),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("there is no plugin `{id}`{hint}")]
    NoPlugin { id: String, hint: String },
    #[error("there is no hook point `{name}`{hint}")]
    NoPoint { name: String, hint: String },
    #[error("{0} of the plugins did not start")]
    Failed(usize),
    #[error(transparent)]
    Send(SendError),
    #[error("the runtime cannot start")]
    Runtime(#[source] io::Error),
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
}
