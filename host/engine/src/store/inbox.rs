use super::{Millis, Notification, StoreResult, TurnEnd, TurnRecord, TurnStart};
use async_trait::async_trait;
use hookwire::cx::RequestKind;
use hookwire::points::{Attachment, Message};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message that was accepted and has to be answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct InboxMessage {
    /// The id of the message.
    pub id: String,
    /// The id of the session, which exists.
    pub session: String,
    /// The idempotency key: a message with the same key in the same session is a duplicate. The id, if the sender gave none.
    pub key: String,
    /// A digest of the message as it was sent, before any hook changed it; tells a duplicate from another message that
    /// reuses the key.
    pub digest: String,
    /// The agent that answers.
    pub agent: String,
    /// The way in which the sender waits for the answer.
    pub kind: RequestKind,
    /// The user who sent the message, if the owner of the session names none; empty, if nobody knows.
    #[serde(default)]
    pub sender: String,
    /// The channel that the message came from.
    pub channel: String,
    /// The text of the message.
    pub text: String,
    /// The files that came with the message.
    pub attachments: Vec<Attachment>,
    /// The time at which the message was accepted.
    pub received_at: Millis,
    /// Whether the session exists for this one answer and is closed after it, as the client keeps the conversation.
    #[serde(default)]
    pub one_shot: bool,
    /// The messages of the conversation before the session began, which the client kept.
    #[serde(default)]
    pub seed: Vec<Message>,
    /// Whether nobody is there who could answer a question.
    #[serde(default)]
    pub unattended: bool,
}

/// The result of accepting a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Acceptance {
    /// The message is stored and will be answered.
    New,
    /// A message with the same key was accepted before.
    Duplicate(Duplicate),
}

/// A message that was accepted before under the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The id of the earlier message.
    pub id: String,
    /// The digest of the earlier message.
    pub digest: String,
    /// The number of the turn that answers the earlier message, if it has begun.
    pub turn: Option<u64>,
}

/// Accepted messages, and the turns that answer them with their journals, traces and notifications.
#[async_trait]
pub trait InboxStore: Send + Sync {
    /// Stores a message, once for each key of a session. A message that is stored will be answered.
    async fn accept(&self, message: &InboxMessage) -> StoreResult<Acceptance>;

    /// Returns the message with a key, also in a closed session.
    async fn duplicate(&self, session: &str, key: &str) -> StoreResult<Option<Duplicate>>;

    /// Returns all messages whose turn has not ended, in the order in which they were accepted.
    async fn unanswered(&self) -> StoreResult<Vec<InboxMessage>>;

    /// Begins the turn of a message and adds the message to the transcript; or returns the turn that began before.
    ///
    /// From the beginning on, `message.received` is pending, and `session.start` in the first turn of a session. They
    /// are pending until they are marked as delivered, the journal has an entry (the engine fires both before the first
    /// step), or the turn ends.
    async fn begin_turn(&self, message: &str, at: Millis) -> StoreResult<TurnStart>;

    /// Stores the result of a step under a key, unless the journal has that key or the turn has ended.
    async fn append_journal(&self, session: &str, turn: u64, key: &str, value: &Value) -> StoreResult<()>;

    /// Returns the results of a turn's steps so far, in order. A turn that has ended has no journal.
    async fn journal(&self, session: &str, turn: u64) -> StoreResult<Vec<(String, Value)>>;

    /// Ends a turn: adds its messages to the transcript, answers its message, deletes its journal.
    ///
    /// A turn that has ended stays as it is; returns whether this call ended it. If the end says so, `turn.persisted` is
    /// pending from here on until it is marked as delivered.
    async fn finish_turn(&self, end: &TurnEnd) -> StoreResult<bool>;

    /// Returns a turn.
    async fn turn(&self, session: &str, turn: u64) -> StoreResult<Option<TurnRecord>>;

    /// Returns the turns of a session, in order.
    async fn turns(&self, session: &str) -> StoreResult<Vec<TurnRecord>>;

    /// Returns the trace that was given to [`finish_turn`](Self::finish_turn).
    async fn trace(&self, session: &str, turn: u64) -> StoreResult<Option<Value>>;

    /// Returns the messages whose turn has ended and still has a pending notification, in the order in which they were
    /// accepted.
    ///
    /// [`begin_turn`](Self::begin_turn) of such a message says which notification is pending.
    async fn unnotified(&self) -> StoreResult<Vec<InboxMessage>>;

    /// Marks a notification of a turn as delivered; it may be marked any number of times.
    async fn mark_notified(&self, session: &str, turn: u64, notification: Notification) -> StoreResult<()>;
}
