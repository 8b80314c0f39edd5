use crate::start::StartupError;
use hookwire::registry::Conflicts;
use hookwire_config::ConfigError;
use hookwire_engine::SendError;
use hookwire_engine::store::StoreError;
use hookwire_http::HttpError;
use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Why a verb could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error(transparent)]
    Conflicts(#[from] Conflicts),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Startup(#[from] StartupError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error(transparent)]
    Send(#[from] SendError),
    /// A name that nothing has.
    #[error("{0}")]
    Unknown(String),
    #[error("there is no session `{id}`{hint}")]
    NoSession { id: String, hint: String },
    #[error("more than one session begins with `{0}`; write more of it")]
    ManySessions(String),
    /// An error of one verb alone, defined in the verb's file.
    #[error(transparent)]
    Verb(Box<dyn Error + Send + Sync>),
    /// The user has been told what went wrong.
    #[error("the message was not answered")]
    AlreadyReported,
    #[error("there is no folder for data, as neither HOME nor XDG_DATA_HOME is set; name one with --data")]
    NoFolder,
    #[error("the log {} cannot be written", .path.display())]
    Log { path: PathBuf, source: io::Error },
    #[error("the runtime cannot start")]
    Runtime(#[source] io::Error),
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
}

impl CliError {
    /// Wraps an error that only one verb has.
    pub(super) fn verb(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Verb(Box::new(error))
    }
}
