use super::{Millis, Owner, StoreResult};
use async_trait::async_trait;
use serde::Serialize;

/// A message that is sent to an agent at a time, once or at intervals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schedule {
    /// The id of the schedule.
    pub id: String,
    /// The name of the schedule.
    pub name: String,
    /// The owner of the schedule.
    pub owner: Owner,
    /// The session that the message goes to; a new session each time, if absent.
    pub session: Option<String>,
    /// The agent that answers.
    pub agent: String,
    /// The text of the message.
    pub message: String,
    /// The time at which the message is sent next.
    pub next_at: Millis,
    /// The interval in milliseconds; the message is sent once, if absent.
    pub every_ms: Option<i64>,
}

/// Schedules.
#[async_trait]
pub trait ScheduleStore: Send + Sync {
    /// Stores a schedule. Its id must be new.
    async fn add_schedule(&self, schedule: &Schedule) -> StoreResult<()>;

    /// Returns the schedules of an owner, or of everybody, the next one due first.
    async fn schedules(&self, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>>;

    /// Deletes a schedule; returns it, if there was one.
    async fn remove_schedule(&self, id: &str) -> StoreResult<Option<Schedule>>;

    /// Moves a schedule that is due at `from` to its next time, or deletes it if there is none.
    ///
    /// Returns false if the schedule is not due at `from` any more: somebody else was faster.
    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<Millis>) -> StoreResult<bool>;
}
