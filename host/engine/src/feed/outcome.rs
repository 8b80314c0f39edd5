use crate::store::{TurnRecord, TurnStatus};
use hookwire::points::End;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// The HTTP status of the answer, where a hook or a command that answered chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The data for programs, where a hook or a command that answered gave some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
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
            ..Self::default()
        })
    }
}
