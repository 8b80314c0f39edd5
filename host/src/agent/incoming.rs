use crate::store::{Owner, StoreError};
use hookwire::cx::RequestKind;
use hookwire::points::{Attachment, Message};

/// A message on its way in, from whatever door.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    /// The door: `terminal`, `cli`, `http`, a plugin's channel.
    pub channel: String,
    /// How the answer is waited for.
    pub kind: RequestKind,
    /// Who sends it.
    pub owner: Owner,
    /// The session it goes on with; a new one, if absent.
    pub session: Option<String>,
    /// The agent that is to answer; the one of the session or the channel, if absent.
    pub agent: Option<String>,
    /// What it says.
    pub message: String,
    /// What comes with it.
    pub attachments: Vec<Attachment>,
    /// What was said before, elsewhere; counts only for a message that begins a session.
    pub earlier: Vec<Message>,
    /// What makes a second sending of it the same message.
    pub key: Option<String>,
    /// Whether nobody is there who could answer a question.
    pub unattended: bool,
}

/// Why a message was not taken in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// There is nothing in it.
    #[error("the message is empty; say something")]
    Empty,
    /// It is too long.
    #[error("the message has {bytes} bytes, and {most} is the most (limits.message_bytes)")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// The agent does not exist.
    #[error("{0}")]
    NoAgent(String),
    /// The session does not exist, or is somebody else's.
    #[error("there is no session `{0}`; leave it out to begin a new one")]
    NoSession(String),
    /// The session is over.
    #[error("session `{0}` is closed; leave it out to begin a new one")]
    Closed(String),
    /// The session is with another agent.
    #[error("session `{session}` is with agent `{with}`, not `{asked}`; begin a new one")]
    OtherAgent {
        /// The session's id.
        session: String,
        /// Its agent.
        with: String,
        /// The agent that was asked for.
        asked: String,
    },
    /// A hook dropped it.
    #[error("the message was dropped: {0}")]
    Dropped(String),
    /// A hook refused it, or failed where it must not.
    #[error("{0}")]
    Refused(String),
    /// Another message came under this key.
    #[error("another message was sent with the key `{0}` before; take a new key for a new message")]
    KeyReused(String),
    /// Too much waits already.
    #[error("too many messages wait already; try again in a moment")]
    Busy,
    /// The host is about to stop.
    #[error("the host is stopping; try again in a moment")]
    Stopping,
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SendError {
    /// Returns whether the same message may be taken in a moment later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy | Self::Stopping | Self::Store(_))
    }
}
