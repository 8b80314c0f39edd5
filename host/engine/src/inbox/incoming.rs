use crate::store::Owner;
use hookwire::cx::RequestKind;
use hookwire::points::{Attachment, Message};

/// A message on its way in, from any door.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    /// The door: `terminal`, `cli`, `http`, the name of a plugin's channel.
    pub channel: String,
    /// How the sender waits for the answer.
    pub kind: RequestKind,
    /// The owner: who sends the message.
    pub owner: Owner,
    /// The user who sends the message, if the owner names none; empty, if nobody knows.
    pub sender: String,
    /// The session the message continues; a new one, if absent.
    pub session: Option<String>,
    /// The agent that answers; the session's or the channel's, if absent.
    pub agent: Option<String>,
    /// The text.
    pub message: String,
    /// The files that came with the message.
    pub attachments: Vec<Attachment>,
    /// The conversation so far, held elsewhere; only for a message that begins a session.
    pub seed: Vec<Message>,
    /// The idempotency key: a message that is sent again with this key is not answered twice.
    pub key: Option<String>,
    /// Whether the session is made for this one answer and closed with it.
    pub one_shot: bool,
    /// Whether nobody is there who could approve a tool call.
    pub unattended: bool,
}
