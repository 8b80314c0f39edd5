use hookwire::points::End;
use hookwire_engine as engine;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The outcome of a message: the answer, or why there is none.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Outcome {
    /// The session's id; none, if the message never came to a session.
    session: Option<String>,
    /// The turn's number in the session; none, if no turn began.
    turn: Option<u64>,
    /// The way it ended: `completed`, `intercepted`, `refused`, `failed`, `cancelled` or `limited`.
    #[schema(value_type = String, example = "completed")]
    end: End,
    /// The answer.
    response: String,
    /// The error, if there was one.
    error: Option<String>,
    /// The time from the message to the answer, in milliseconds.
    duration_ms: u64,
    /// The HTTP status of the answer, where a plugin that answered in the agent's place chose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// The data of a plugin that answered in the agent's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

impl From<engine::Outcome> for Outcome {
    fn from(outcome: engine::Outcome) -> Self {
        let engine::Outcome { session, turn, end, response, error, duration_ms, status, data } = outcome;
        Self { session, turn, end, response, error, duration_ms, status, data }
    }
}
