use crate::agent::SendError;
use crate::auth::TokenError;
use crate::config::ConfigError;
use crate::http::HttpError;
use crate::run::RunError;
use crate::store::StoreError;
use hookwire::registry::Conflicts;
use std::io;
use std::path::PathBuf;

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Conflicts(#[from] Conflicts),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error("there is no plugin `{id}`{hint}")]
    NoPlugin { id: String, hint: String },
    #[error("there is no hook point `{name}`{hint}")]
    NoPoint { name: String, hint: String },
    #[error("there is no session `{id}`{hint}")]
    NoSession { id: String, hint: String },
    #[error("more than one session begins with `{0}`; write more of it")]
    ManySessions(String),
    #[error("session `{session}` has no turn {turn}; {has}")]
    NoTurn { session: String, turn: u64, has: String },
    #[error("nothing was traced in turn {turn}: {why}")]
    NoTrace { turn: u64, why: &'static str },
    #[error("the name of a token is empty; write tokens add NAME")]
    NamelessToken,
    #[error("there is no token `{0}`; `tokens list` shows those there are")]
    NoToken(String),
    #[error("`{0}` is no time; write 12h or 30d")]
    NoTime(String),
    #[error("{0} of the plugins did not start")]
    Failed(usize),
    #[error(transparent)]
    Send(#[from] SendError),
    /// What went wrong has been said where it happened.
    #[error("the message was not answered")]
    Told,
    #[error(
        "there is no terminal to talk in; give the message with -p \"…\", or -p - and the message as input"
    )]
    NoTerminal,
    #[error("there is no folder for data, as neither HOME nor XDG_DATA_HOME is set; name one with --data")]
    NoFolder,
    #[error("the log {} cannot be written", .path.display())]
    Log { path: PathBuf, source: io::Error },
    #[error("the message cannot be read from the input")]
    Input(#[source] io::Error),
    #[error("the runtime cannot start")]
    Runtime(#[source] io::Error),
    #[error("the output cannot be written")]
    Output(#[from] io::Error),
}
