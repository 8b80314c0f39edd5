use crate::store::StoreError;
use hookwire::chain::Refused;

/// An error of taking a message in.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The message has neither text nor files.
    #[error("the message is empty; say something")]
    Empty,
    /// The message is too long.
    #[error("the message has {bytes} bytes, and {most} is the most (limits.message_bytes)")]
    TooLong {
        /// The length of the message.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// The agent does not exist.
    #[error("{0}")]
    NoAgent(String),
    /// The session does not exist, or is somebody else's.
    #[error("there is no session `{0}`; leave it out to begin a new one")]
    NoSession(String),
    /// The session is closed.
    #[error("session `{0}` is closed; leave it out to begin a new one")]
    Closed(String),
    /// The session belongs to another agent than the one asked for.
    #[error("session `{session}` is with agent `{with}`, not `{asked}`; begin a new one")]
    OtherAgent {
        /// The session's id.
        session: String,
        /// The session's agent.
        with: String,
        /// The agent that was asked for.
        asked: String,
    },
    /// A hook dropped the message.
    #[error("the message was dropped: {0}")]
    Dropped(String),
    /// A hook refused the message, or failed where that refuses it.
    #[error("{0}")]
    Refused(String),
    /// A hook keeps the thread that takes the message in; nothing was accepted.
    #[error("the message was not taken in: {0}")]
    Blocked(String),
    /// Another message was sent with this idempotency key.
    #[error("another message was sent with the key `{0}` before; take a new key for a new message")]
    KeyReused(String),
    /// The inbox is full (`limits.waiting`).
    #[error("too many messages wait already; try again in a moment")]
    Busy,
    /// The host is stopping.
    #[error("the host is stopping; try again in a moment")]
    Stopping,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SendError {
    /// Returns whether the same message may be accepted a moment later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy | Self::Stopping | Self::Store(_))
    }
}

impl From<Refused> for SendError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused.to_string())
    }
}
