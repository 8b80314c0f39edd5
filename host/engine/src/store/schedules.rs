use super::{Millis, Owner, StoreResult};
use async_trait::async_trait;
use hookwire::cx::{Missed, ScheduleAction, Trigger};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A message that is sent to an agent at a time, once or at intervals; or what a plugin wants by the clock.
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
    /// The text of the message; empty for a plugin's schedule.
    pub message: String,
    /// The time at which the message is sent next.
    pub next_at: Millis,
    /// The interval in milliseconds; the message is sent once, if absent.
    pub every_ms: Option<i64>,
    /// What a plugin wants, if one made the schedule.
    pub plugin: Option<PluginSchedule>,
}

/// What a plugin wants by the clock, and how far that is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PluginSchedule {
    /// The id of the plugin.
    pub plugin: String,
    /// Whether an attribute of a method makes the schedule.
    pub declared: bool,
    /// When it is due.
    pub trigger: Trigger,
    /// By how much each time may be put off.
    pub jitter: Duration,
    /// What happens then.
    pub action: ScheduleAction,
    /// After how many runs it ends.
    pub max_runs: Option<u64>,
    /// What becomes of times at which no host was there.
    pub missed: Missed,
    /// The time of the trigger that comes next, which may be put off.
    pub due_at: Millis,
    /// How many runs there were.
    pub runs: u64,
    /// How many times passed since the last run without one.
    pub skipped: u64,
    /// When the last run began.
    pub last_run: Option<Millis>,
}

/// Schedules.
#[async_trait]
pub trait ScheduleStore: Send + Sync {
    /// Stores a schedule. Its id must be new.
    async fn add_schedule(&self, schedule: &Schedule) -> StoreResult<()>;

    /// Stores a plugin's schedule in the place of that plugin's one of the same name, if the plugin has not `most` others.
    ///
    /// Returns whether there was room.
    async fn put_plugin_schedule(&self, schedule: &Schedule, most: u64) -> StoreResult<bool>;

    /// Returns the schedules of an owner without those of plugins, or all there are, the next one due first.
    async fn schedules(&self, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>>;

    /// Returns the schedules of a plugin, the next one due first.
    async fn plugin_schedules(&self, plugin: &str) -> StoreResult<Vec<Schedule>>;

    /// Returns the schedules that are due at `now` and not claimed, the next one due first.
    async fn due_schedules(&self, now: Millis) -> StoreResult<Vec<Schedule>>;

    /// Claims the run of a schedule that is due at `from`, so that nobody else runs it until it moves on.
    ///
    /// Returns how often this run was claimed; `None` if the schedule is claimed, or not due at `from` any more.
    async fn claim_schedule(&self, id: &str, from: Millis) -> StoreResult<Option<u64>>;

    /// Ends all claims: those of a host that is no more.
    async fn release_schedules(&self) -> StoreResult<()>;

    /// Deletes a schedule; returns it, if there was one.
    async fn remove_schedule(&self, id: &str) -> StoreResult<Option<Schedule>>;

    /// Moves a schedule that is due at `from` to its next time, or deletes it if there is none; a claim of it ends.
    ///
    /// Returns false if the schedule is not due at `from` any more: somebody else was faster.
    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<&Schedule>) -> StoreResult<bool>;
}
