use super::{Millis, Owner, StoreResult};
use async_trait::async_trait;
use hookwire::points::Message;
use serde::Serialize;

/// A conversation with an agent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Session {
    /// The id of the session.
    pub id: String,
    /// The owner of the session.
    pub owner: Owner,
    /// The agent that answers in the session.
    pub agent: String,
    /// The time at which the session was opened.
    pub created_at: Millis,
    /// The time at which something last happened in the session.
    pub active_at: Millis,
    /// The time at which the session was closed; it is open, if absent.
    pub closed_at: Option<Millis>,
    /// The number of turns.
    pub turns: u64,
    /// The label, for lists of sessions; empty, if there is none.
    pub label: String,
    /// A summary that stands for the older messages.
    pub summary: String,
    /// The number of the last message that the summary stands for.
    pub summarised: u64,
}

impl Session {
    /// Makes an open session without turns.
    pub fn new(id: impl Into<String>, owner: Owner, agent: impl Into<String>, now: Millis) -> Self {
        Self {
            id: id.into(),
            owner,
            agent: agent.into(),
            created_at: now,
            active_at: now,
            closed_at: None,
            turns: 0,
            label: String::new(),
            summary: String::new(),
            summarised: 0,
        }
    }
}

/// A part of the list of sessions.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Only sessions that were last active before this time.
    pub before: Option<Millis>,
    /// The most sessions to return.
    pub limit: u32,
}

/// A message of a session's transcript.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredMessage {
    /// The number of the message in its session, from 1 without gaps.
    pub seq: u64,
    /// The number of the turn that the message belongs to.
    pub turn: u64,
    /// The time at which the message was stored.
    pub at: Millis,
    /// The message itself.
    #[serde(flatten)]
    pub message: Message,
}

/// Sessions and their transcripts.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Stores a session, unless there is one with this id; returns the one that is stored.
    async fn open_session(&self, session: &Session) -> StoreResult<Session>;

    /// Returns a session.
    async fn session(&self, id: &str) -> StoreResult<Option<Session>>;

    /// Returns sessions of an owner, or of everybody, the last active first.
    async fn sessions(&self, owner: Option<&Owner>, page: &Page) -> StoreResult<Vec<Session>>;

    /// Closes a session; returns whether it was open. With `expired`, a session with unanswered messages stays open.
    async fn close_session(&self, id: &str, expired: bool, at: Millis) -> StoreResult<bool>;

    /// Deletes a session with everything that belongs to it; returns whether there was one.
    async fn delete_session(&self, id: &str) -> StoreResult<bool>;

    /// Returns open sessions without unanswered messages that were last active before a time, the oldest first.
    async fn idle_sessions(&self, since: Millis, limit: u32) -> StoreResult<Vec<Session>>;

    /// Stores a summary of all messages up to number `upto`, unless the stored summary stands for more of them.
    async fn summarise(&self, id: &str, summary: &str, upto: u64) -> StoreResult<()>;

    /// Sets the label of a session; returns whether there is one.
    async fn label_session(&self, id: &str, label: &str) -> StoreResult<bool>;

    /// Adds a message to the transcript of a session outside of its turns, numbered as one of the latest turn.
    async fn add_message(&self, session: &str, message: &Message, at: Millis) -> StoreResult<()>;

    /// Returns the messages of a session that follow number `after`, in order.
    async fn messages(&self, session: &str, after: u64, limit: u32) -> StoreResult<Vec<StoredMessage>>;
}
