use crate::error::StaticText;
use hookwire_text::cron::CronError;
use std::time::Duration;

pub(super) const MOST_NAME_BYTES: usize = 256;
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// The error of making or cancelling a schedule of a plugin.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum ScheduleError {
    /// The name is none.
    #[error(
        "{name:?} is no name of a schedule: a name has 1 to {} bytes without control characters",
        MOST_NAME_BYTES
    )]
    NoName {
        /// How it begins.
        name: String,
    },
    /// The interval is too short or too long.
    #[error("a schedule cannot be due every {interval:?}; the interval is from one second to 100 years")]
    Interval {
        /// The interval.
        interval: Duration,
    },
    /// The jitter is too long.
    #[error(
        "a run cannot be put off by up to {jitter:?}; a jitter is shorter than the interval, and at most a day"
    )]
    Jitter {
        /// The jitter.
        jitter: Duration,
    },
    /// The cron expression is none.
    #[error(transparent)]
    Cron(
        #[from]
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::cron"))]
        CronError,
    ),
    /// The time zone does not exist.
    #[error("there is no time zone `{zone}`; write one as `Europe/Berlin` or `UTC`")]
    NoZone {
        /// The name.
        zone: String,
    },
    /// The trigger has no time.
    #[error("a schedule `{trigger}` is never due; give it another time")]
    Never {
        /// The trigger.
        trigger: String,
    },
    /// There would be no run.
    #[error("a schedule with `max_runs(0)` never runs; leave it out for no end")]
    NoRuns,
    /// There is nothing to say.
    #[error("the text of a schedule is empty; say something")]
    Empty,
    /// The text or the payload is too large.
    #[error("what a schedule carries has {bytes} bytes, the limit is {MOST_BYTES}; keep it with `cx.kv()`")]
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// The payload cannot be written as JSON.
    #[error("the payload of a schedule cannot be kept: {0}")]
    Unwritable(
        #[source]
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::json"))]
        serde_json::Error,
    ),
    /// A message is wanted outside of a session.
    #[error("a message needs a session, and the request has none; ask with `prompt` instead")]
    NoSession,
    /// A message or a prompt is wanted where nobody asks who is known.
    #[error(
        "nobody is known who asks on a public route, so a schedule there sends no message and no prompt; call a method \
         of the plugin with `event`"
    )]
    NoCaller,
    /// The plugin has no such method.
    #[error("{0}")]
    NoMethod(String),
    /// The name is that of a method which runs by the clock.
    #[error(
        "the schedule `{name}` is made by an attribute of the method; change it there, or take another name"
    )]
    Declared {
        /// The name.
        name: String,
    },
    /// There is no room for another one.
    #[error(
        "`{plugin}` has {most} schedules, which is the limit; call some off with `cx.schedule().cancel(..)`"
    )]
    TooMany {
        /// The plugin's id.
        #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
        plugin: StaticText,
        /// The limit.
        most: u64,
    },
}
