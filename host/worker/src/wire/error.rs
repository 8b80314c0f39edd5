use std::io;
use std::sync::Arc;
use std::time::Duration;

/// Why a connection to another process has ended.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The other side sent what nobody may send.
    #[error("the other process broke the protocol: {0}")]
    Protocol(#[source] Violation),
    /// The other side closed the connection between two frames.
    #[error("the other process closed the connection")]
    Ended,
    /// The other side closed the connection in the middle of a frame.
    #[error("the other process closed the connection in the middle of a frame")]
    CutShort,
    /// Reading failed.
    #[error("reading from the other process failed: {0}")]
    Read(#[source] Arc<io::Error>),
    /// Writing failed.
    #[error("writing to the other process failed: {0}")]
    Write(#[source] Arc<io::Error>),
    /// This side closed the connection.
    #[error("the connection was closed: {why}")]
    Closed {
        /// Why it did.
        why: String,
    },
}

/// What the other side of a connection did wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// A frame is larger than allowed; none of it was read.
    #[error("a frame of {bytes} bytes, where {most} are allowed")]
    TooLarge {
        /// What its header says.
        bytes: u32,
        /// What is allowed.
        most: usize,
    },
    /// No kind of frame has this number.
    #[error("a frame of the kind {kind}, which does not exist")]
    UnknownKind {
        /// The number.
        kind: u8,
    },
    /// The header of a frame contradicts its kind.
    #[error("a frame of the kind {kind} {why}")]
    Header {
        /// The number of the kind.
        kind: u8,
        /// What contradicts it.
        why: &'static str,
    },
    /// A request or ping has the number of an earlier one, or less.
    #[error("a request with the number {id}, after one with {last}")]
    DuplicateId {
        /// Its number.
        id: u64,
        /// The highest number before it.
        last: u64,
    },
    /// An answer to a request that is not open.
    #[error("an answer to request {id}, which is not open")]
    NeverAsked {
        /// The number of the request.
        id: u64,
    },
    /// A frame of a request or stream that never was.
    #[error("a frame of request {id}, which was never made")]
    UnknownId {
        /// The number of the request.
        id: u64,
    },
    /// A piece of a stream without the permission to send it.
    #[error("more of stream {id} than was asked for")]
    BeyondCredit {
        /// The number of the stream's request.
        id: u64,
    },
    /// A frame began and nothing more came of it.
    #[error("a frame of which nothing more came for {waited:?}")]
    SlowFrame {
        /// How long nothing came.
        waited: Duration,
    },
    /// The other side makes this one answer and does not read the answers.
    #[error("{queued} bytes of answers that it does not read")]
    Flood {
        /// What waits to be written.
        queued: usize,
    },
}

/// Why a request of this side has no response.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The other side answered with an error, encoded.
    #[error("the other process answered with an error of {} bytes", .0.len())]
    Remote(Vec<u8>),
    /// The code that answers panicked.
    #[error("the code that answers in the other process panicked")]
    Panicked,
    /// The connection has ended.
    #[error(transparent)]
    Closed(#[from] WireError),
    /// The request is too large to be sent; the connection goes on.
    #[error("a request of {bytes} bytes, where {most} are allowed; send less at once, or as a stream")]
    TooLarge {
        /// The size of its body.
        bytes: usize,
        /// What is allowed.
        most: usize,
    },
    /// The answer is too large to be sent; the connection goes on.
    #[error("an answer of {bytes} bytes, where {most} are allowed; ask for less at once, or for a stream")]
    AnswerTooLarge {
        /// The size of its body.
        bytes: u64,
        /// What is allowed.
        most: usize,
    },
    /// The other side has as many requests at work as it takes, or the queue to it is full.
    #[error("the other process has too much to do; ask for less at the same time")]
    Busy,
    /// This side asked more often than it may.
    #[error("more requests than allowed a second; ask less often")]
    OverQuota,
}

/// Why a ping was not answered.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum PingError {
    /// No answer came in time.
    #[error("no answer to a ping within {waited:?}")]
    Silent {
        /// How long it was waited for.
        waited: Duration,
    },
    /// The connection has ended.
    #[error(transparent)]
    Closed(#[from] WireError),
}

impl WireError {
    pub(super) fn read(error: io::Error) -> Self {
        Self::Read(Arc::new(error))
    }

    pub(super) fn write(error: io::Error) -> Self {
        Self::Write(Arc::new(error))
    }
}

impl From<Violation> for WireError {
    fn from(violation: Violation) -> Self {
        Self::Protocol(violation)
    }
}
