use super::Fields;
use hookwire::points::{self, Message};
use hookwire_engine::store::{self, Millis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A message to an agent.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct MessageBody {
    /// The message's text.
    pub(crate) message: String,
    /// The session that the message goes on with; a new one, if absent.
    #[serde(default)]
    pub(crate) session: Option<String>,
    /// The agent that answers; the one of the session or the route, if absent.
    #[serde(default)]
    pub(crate) agent: Option<String>,
}

impl Fields for MessageBody {
    const FIELDS: Option<&'static [&'static str]> = Some(&["message", "session", "agent"]);
}

/// A message with files to an agent.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it is read part by part")]
pub(crate) struct MessageParts {
    /// The message's text.
    message: String,
    /// The session that the message goes on with; a new one, if absent.
    session: Option<String>,
    /// The agent that answers; the one of the session or the route, if absent.
    agent: Option<String>,
    /// The files: every part that has a file name, whatever its own name.
    #[schema(format = Binary)]
    file: Option<Vec<String>>,
}

/// A message of a session's transcript.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StoredMessage {
    /// The message's number in the session, from 1.
    seq: u64,
    /// The number of the turn that the message belongs to.
    turn: u64,
    /// When the message was written, in milliseconds since 1970.
    at: Millis,
    /// The message itself.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    message: Message,
}

/// A file that a plugin sent with a message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageFile {
    /// The file's id in its session.
    id: String,
    /// The file's name.
    name: String,
    /// The file's media type.
    mime: String,
    /// The file's size in bytes.
    bytes: u64,
    /// The SHA-256 of the file's content in hexadecimal digits.
    sha256: String,
}

impl From<points::MessageFile> for MessageFile {
    fn from(file: points::MessageFile) -> Self {
        let points::MessageFile { id, name, mime, bytes, sha256, .. } = file;
        Self { id, name, mime, bytes, sha256 }
    }
}

impl From<store::StoredMessage> for StoredMessage {
    fn from(stored: store::StoredMessage) -> Self {
        let store::StoredMessage { seq, turn, at, message } = stored;
        Self { seq, turn, at, message }
    }
}
