use futures_util::future::BoxFuture;
use hookwire::cx::Level;
use hookwire::remote::{ByteStream, RemoteError};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The way from a worker to its host. Dropping the future of a question gives it up, on the other side as well.
pub trait HostAsk: Send + Sync + fmt::Debug {
    /// Asks inside a context, which has the number that the host gave it.
    fn ask(&self, context: u64, ask: Ask) -> BoxFuture<'static, Result<Answer, RemoteError>>;

    /// Tells something that has no answer. Never waits.
    fn note(&self, context: u64, note: Note);
}

/// A question to the host.
pub struct Ask {
    /// A [`HostRequest`](super::HostRequest), [packed](super::pack).
    pub body: Vec<u8>,
    /// The bytes that come with it piece by piece.
    pub stream: Option<ByteStream>,
}

/// The answer of the host.
pub struct Answer {
    /// A [`HostReply`](super::HostReply), [packed](super::pack).
    pub body: Vec<u8>,
    /// The bytes that come with it piece by piece.
    pub stream: Option<ByteStream>,
}

/// What a worker tells its host and waits for no answer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// A line of the plugin's log.
    Log {
        /// The level.
        level: Level,
        /// The text.
        message: String,
        /// How many lines the worker left out since the one before, as there were too many.
        left_out: u64,
    },
    /// Nothing in the worker has the context any more.
    Released {
        /// How many lines of the log the worker left out since the one before.
        left_out: u64,
    },
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ask({} bytes, stream: {})", self.body.len(), self.stream.is_some())
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({} bytes, stream: {})", self.body.len(), self.stream.is_some())
    }
}
