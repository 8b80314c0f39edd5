use super::exit::Exit;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why a worker did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProcessError {
    /// The binary could not be started.
    #[error("cannot start `{}` as a worker; it has to be there and executable", program.display())]
    Spawn {
        /// The binary.
        program: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The system refused a thread, a pipe or a page.
    #[error("the system refuses {what} for a worker; look at its limits on processes and open files")]
    Resource {
        /// What was refused.
        what: &'static str,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The thread that starts workers is gone, as after a panic.
    #[error("the thread that starts workers has ended; restart the host")]
    Gone,
    /// The policy cannot be written down.
    #[error("the policy of a worker cannot be sent; a path in it is not UTF-8")]
    Policy(#[source] serde_json::Error),
    /// This process was started as a worker, and has gone on as if it were none.
    #[error(
        "this process was started as a worker; `main` has to call `hookwire_worker::serve_if_worker` first"
    )]
    IsWorker,
    /// The worker ended, or hung up, before it was ready.
    #[error(
        "a worker did not get ready: {exit}; `main` has to call `hookwire_worker::serve_if_worker` first"
    )]
    Ended {
        /// How it ended.
        exit: Exit,
    },
    /// The worker was not ready in time.
    #[error(
        "a worker was not ready after {limit:?}; `main` has to call `hookwire_worker::serve_if_worker` first"
    )]
    TimedOut {
        /// How long the host waited.
        limit: Duration,
    },
    /// The worker says that it cannot run in the sandbox that its policy asks for.
    #[error("{why}")]
    Refused {
        /// The worker's words.
        why: String,
    },
    /// The worker's answer cannot be read.
    #[error("a worker answered what is no answer; the two are not of one binary")]
    Answer(#[source] io::Error),
}
