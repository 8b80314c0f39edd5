use crate::store::{TurnRecord, TurnStatus};
use hookwire::points::End;
use serde::{Deserialize, Serialize};

/// The outcome of a message: how its answering ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Outcome {
    /// The session's id; none, if the message never got a session.
    pub session: Option<String>,
    /// The turn's number in the session; none, if the message needed no turn.
    pub turn: Option<u64>,
    /// The kind of end: `completed`, `intercepted`, `refused`, `failed`, `cancelled` or `limited`.
    pub end: End,
    /// The answer.
    pub response: String,
    /// The error, if there was one.
    pub error: Option<String>,
    /// The duration in milliseconds.
    pub duration_ms: u64,
}

impl Outcome {
    /// Returns the outcome of a stored turn, if the turn has ended.
    pub fn of_record(turn: TurnRecord) -> Option<Self> {
        let TurnStatus::Ended(end) = turn.state else { return None };
        let ended_at = turn.ended_at.unwrap_or(turn.started_at);
        Some(Self {
            session: Some(turn.session),
            turn: Some(turn.turn),
            end,
            response: turn.response,
            error: turn.error,
            duration_ms: u64::try_from(ended_at - turn.started_at).unwrap_or_default(),
        })
    }
}
