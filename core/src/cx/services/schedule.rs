use crate::error::Result;
use futures_util::future::BoxFuture;
use hookwire_text::duration;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::time::{Duration, SystemTime};

/// The service that keeps the schedules of plugins; `C` is the context, [`Cx`](crate::Cx).
pub trait ScheduleService<C>: Send + Sync + fmt::Debug {
    /// Keeps a schedule of the context's plugin, in the place of the one of the same name.
    fn put<'a>(&'a self, schedule: NewSchedule, cx: &'a C) -> BoxFuture<'a, Result<()>>;

    /// Returns the schedules of the context's plugin, the next one due first.
    fn list<'a>(&'a self, cx: &'a C) -> BoxFuture<'a, Result<Vec<ScheduleInfo>>>;

    /// Calls a schedule of the context's plugin off; returns whether there was one of this name.
    fn cancel<'a>(&'a self, name: &'a str, cx: &'a C) -> BoxFuture<'a, Result<bool>>;
}

/// A schedule that a plugin wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewSchedule {
    /// The name, unique among those of the plugin.
    pub name: String,
    /// When it is due.
    pub trigger: Trigger,
    /// By how much each time may be put off, at random.
    pub jitter: Duration,
    /// What happens then.
    pub action: ScheduleAction,
    /// After how many runs it ends.
    pub max_runs: Option<u64>,
    /// What becomes of times at which no host was there.
    pub missed: Missed,
    /// How many schedules the plugin may have.
    pub most: u64,
}

/// When a schedule is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Once.
    At(SystemTime),
    /// Again and again, so much time apart.
    Every(Duration),
    /// At the times of a [cron expression](crate::cron::Cron).
    ///
    /// A local time that does not exist, as clocks are put forward, is the next moment that does; one that exists
    /// twice, as they are put back, is the first of the two.
    Cron {
        /// The five fields.
        expression: String,
        /// The name of the time zone in which they are read: `Europe/Berlin`.
        zone: String,
    },
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(_) => f.write_str("once"),
            Self::Every(interval) => write!(f, "every {}", duration::text(*interval)),
            Self::Cron { expression, zone } => write!(f, "{expression} ({zone})"),
        }
    }
}

/// What happens when a schedule is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleAction {
    /// A message is sent into a session.
    Message {
        /// The session's id.
        session: String,
        /// The text.
        text: String,
    },
    /// An agent is asked, in a session of its own.
    Prompt {
        /// The text.
        text: String,
    },
    /// A method of the plugin is called.
    Event {
        /// The method's name.
        method: String,
        /// What it is given in [`ScheduleEvent::payload`].
        payload: Value,
    },
}

/// What becomes of the times of a schedule that passed by more than a minute while no host was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// They are run once, for all of them.
    #[default]
    RunOnce,
    /// They are not run.
    Skip,
    /// Each of them is run, one after the other.
    Each,
}

/// A schedule of a plugin, as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleInfo {
    /// The name.
    pub name: String,
    /// When it is due.
    pub trigger: Trigger,
    /// What happens then.
    pub action: ScheduleAction,
    /// Whether an attribute of the method makes it, `#[every]` or `#[cron]`; such a one cannot be called off.
    pub declared: bool,
    /// When it is due next.
    pub next: SystemTime,
    /// How often it has run.
    pub runs: u64,
    /// When it ran last.
    pub last_run: Option<SystemTime>,
}

impl ScheduleInfo {
    /// Describes a schedule that has not run yet.
    pub fn new(name: impl Into<String>, trigger: Trigger, action: ScheduleAction, next: SystemTime) -> Self {
        Self { name: name.into(), trigger, action, declared: false, next, runs: 0, last_run: None }
    }
}

/// What a method that runs by the clock is told of its run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScheduleEvent {
    /// The schedule's name; that of the method, if its attribute makes the schedule.
    pub schedule: String,
    /// When the run was due.
    pub due: SystemTime,
    /// By how much it is late.
    pub late: Duration,
    /// How many times were due since the run before and are not run, as no host was there.
    pub missed: u64,
    /// The number of the run, from 1.
    pub run: u64,
    /// Whether a host began this run and ended in the middle of it.
    pub interrupted: bool,
    /// What the plugin gave the schedule; null, if an attribute makes it.
    pub payload: Value,
}

impl ScheduleEvent {
    /// Makes the event of a first run, in time.
    pub fn new(schedule: impl Into<String>, due: SystemTime, payload: Value) -> Self {
        let late = Duration::ZERO;
        Self { schedule: schedule.into(), due, late, missed: 0, run: 1, interrupted: false, payload }
    }
}
