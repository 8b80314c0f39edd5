use super::{Fields, Owner};
use hookwire_engine::store::{self, Millis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A schedule: a message that is sent to an agent at a time, once or again and again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Schedule {
    /// The schedule's id.
    id: String,
    /// The schedule's name.
    name: String,
    /// The schedule's owner.
    owner: Owner,
    /// The session that the message goes to; a new one each time, if absent.
    session: Option<String>,
    /// The agent that answers.
    agent: String,
    /// The message's text.
    message: String,
    /// When the message is sent next, in milliseconds since 1970.
    next_at: Millis,
    /// The time between two messages, in milliseconds; the message is sent once, if absent.
    every_ms: Option<i64>,
}

impl From<store::Schedule> for Schedule {
    fn from(schedule: store::Schedule) -> Self {
        let store::Schedule { id, name, owner, session, agent, message, next_at, every_ms, .. } = schedule;
        Self { id, name, owner: owner.into(), session, agent, message, next_at, every_ms }
    }
}

/// The schedules of an owner, the next to fire first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Schedules {
    pub(crate) schedules: Vec<Schedule>,
}

/// A schedule to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ScheduleBody {
    /// The message's text.
    pub(crate) message: String,
    /// The schedule's name; the message's beginning, if absent.
    pub(crate) name: Option<String>,
    /// The session that the message goes to; a new one each time, if absent.
    pub(crate) session: Option<String>,
    /// The agent that answers.
    pub(crate) agent: Option<String>,
    /// When the message is sent first, in milliseconds since 1970; now, if absent.
    pub(crate) at: Option<i64>,
    /// The time between two messages, in milliseconds; the message is sent once, if absent.
    pub(crate) every_ms: Option<i64>,
}

impl Fields for ScheduleBody {
    const FIELDS: Option<&'static [&'static str]> =
        Some(&["message", "name", "session", "agent", "at", "every_ms"]);
}
