use hookwire::points::End;
use hookwire_engine::store::{self, Millis, TurnStatus};
use serde::Serialize;
use utoipa::ToSchema;

/// A turn: the answering of one message.
#[allow(clippy::struct_field_names, reason = "the names are those of the JSON")]
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TurnRecord)]
pub(crate) struct Turn {
    /// The session's id.
    session: String,
    /// The turn's number in the session, from 1.
    turn: u64,
    /// The agent that works on the turn.
    agent: String,
    /// The turn's state: `state` is `running` or `ended`, and `end` says how it ended.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    state: State,
    /// The final answer.
    response: String,
    /// The error that ended the turn, if one did.
    error: Option<String>,
    /// When the turn began, in milliseconds since 1970.
    started_at: Millis,
    /// When the turn ended, in milliseconds since 1970.
    ended_at: Option<Millis>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase", tag = "state", content = "end")]
enum State {
    Running,
    Ended(End),
}

impl From<store::TurnRecord> for Turn {
    fn from(record: store::TurnRecord) -> Self {
        let store::TurnRecord { session, turn, agent, state, response, error, started_at, ended_at } = record;
        let state = match state {
            TurnStatus::Running => State::Running,
            TurnStatus::Ended(end) => State::Ended(end),
        };
        Self { session, turn, agent, state, response, error, started_at, ended_at }
    }
}

/// The turns of a session, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Turns {
    pub(crate) turns: Vec<Turn>,
}
