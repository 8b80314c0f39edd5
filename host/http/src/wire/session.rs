use super::{Owner, StoredMessage, Turn};
use hookwire_engine::store::{self, Millis};
use serde::Serialize;
use utoipa::ToSchema;

/// A session: a conversation with an agent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    /// The session's id.
    id: String,
    /// The session's owner.
    owner: Owner,
    /// The agent that answers in the session.
    agent: String,
    /// When the session began, in milliseconds since 1970.
    created_at: Millis,
    /// When something last happened in the session, in milliseconds since 1970.
    active_at: Millis,
    /// When the session was closed, in milliseconds since 1970; none, if it is open.
    closed_at: Option<Millis>,
    /// The number of turns.
    turns: u64,
    /// The label, for lists of sessions; empty, if the session has none.
    label: String,
    /// The summary that stands for the session's older messages.
    summary: String,
    /// The number of the last message that the summary stands for.
    summarised: u64,
}

impl From<store::Session> for Session {
    fn from(session: store::Session) -> Self {
        Self {
            id: session.id,
            owner: session.owner.into(),
            agent: session.agent,
            created_at: session.created_at,
            active_at: session.active_at,
            closed_at: session.closed_at,
            turns: session.turns,
            label: session.label,
            summary: session.summary,
            summarised: session.summarised,
        }
    }
}

/// A page of sessions, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sessions {
    pub(crate) sessions: Vec<Session>,
    /// The value of `before` for the next page; none, if this page is the last.
    pub(crate) next: Option<Millis>,
}

/// A session with a page of its messages, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionMessages {
    pub(crate) session: Session,
    pub(crate) messages: Vec<StoredMessage>,
    /// The value of `after` for the next page; none, if this page is the last.
    pub(crate) next: Option<u64>,
}

/// A session with all its messages and turns.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionExport {
    pub(crate) session: Session,
    pub(crate) messages: Vec<StoredMessage>,
    pub(crate) turns: Vec<Turn>,
}

/// The result of a cancellation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cancellation {
    /// The number of messages that were being answered or waited for that.
    pub(crate) cancelled: usize,
}
