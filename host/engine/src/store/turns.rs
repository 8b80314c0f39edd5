use super::{Millis, PendingNotifications};
use hookwire::points::{End, Message};
use serde::{Deserialize, Serialize};

/// The state of a turn that [`begin_turn`](super::InboxStore::begin_turn) was called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnStart {
    /// The number of the turn in its session, from 1.
    pub turn: u64,
    /// Whether the turn had begun before, in a process that did not end it.
    pub resumed: bool,
    /// Whether the turn had ended before: then there is nothing to answer.
    pub ended: bool,
    /// The notifications that have to be fired now.
    pub pending: PendingNotifications,
}

/// The status of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state", content = "end")]
pub enum TurnStatus {
    /// The turn has begun and not ended.
    Running,
    /// The turn has ended.
    Ended(End),
}

/// A turn as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TurnRecord {
    /// The id of the session.
    pub session: String,
    /// The number of the turn in its session, from 1.
    pub turn: u64,
    /// The agent that answers.
    pub agent: String,
    /// The status of the turn.
    #[serde(flatten)]
    pub state: TurnStatus,
    /// The final answer.
    pub response: String,
    /// The error that ended the turn.
    pub error: Option<String>,
    /// The time at which the turn began.
    pub started_at: Millis,
    /// The time at which the turn ended.
    pub ended_at: Option<Millis>,
}

/// The data that is stored when a turn ends.
#[derive(Debug, Clone)]
pub struct TurnEnd {
    /// The id of the session.
    pub session: String,
    /// The number of the turn.
    pub turn: u64,
    /// The way in which the turn ended.
    pub end: End,
    /// The final answer.
    pub response: String,
    /// The error that ended the turn.
    pub error: Option<String>,
    /// The messages that follow the user's message, in order.
    pub messages: Vec<Message>,
    /// The trace of the hooks as JSON text, as it is written in every turn and read in few.
    pub trace: Option<String>,
    /// Whether `turn.persisted` has to be fired afterwards; false saves the update that marks it as fired.
    pub notify_persisted: bool,
    /// The time at which the turn ended.
    pub at: Millis,
}
