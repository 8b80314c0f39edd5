use super::callable::Callable;
#[cfg(feature = "remote")]
use super::callable::ServedContribution;
use super::contribution::{Contribution, ContributionKind, NameScope};
use crate::cx::{Cx, Missed, ScheduleEvent, Trigger};
use crate::error::Result;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire_text::duration::millis;
use serde_json::{Map, Value, json};
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// A method that runs by the clock; made by `#[every]`, `#[cron]` and `#[scheduled]`.
pub struct ScheduleDecl {
    /// The plugin's id and the method's name: `notes/tidy`.
    pub name: &'static str,
    /// What the method does, in a sentence.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// When it runs; when a schedule of [`Cx::schedule`] says so, if absent.
    pub trigger: Option<DeclaredTrigger>,
    /// By how much each run may be put off, at random.
    pub jitter: Duration,
    /// What becomes of times at which no host was there.
    pub missed: Missed,
    /// How long a run may take, if the author says so.
    pub timeout: Option<Duration>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub run: Run,
}

/// When a method runs, as its attribute says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclaredTrigger {
    /// Again and again, so much time apart.
    Every(Duration),
    /// At the times of a cron expression.
    Cron {
        /// The five fields.
        expression: &'static str,
        /// The time zone in which they are read.
        zone: &'static str,
    },
}

impl From<DeclaredTrigger> for Trigger {
    fn from(declared: DeclaredTrigger) -> Self {
        match declared {
            DeclaredTrigger::Every(interval) => Self::Every(interval),
            DeclaredTrigger::Cron { expression, zone } => {
                Self::Cron { expression: expression.into(), zone: zone.into() }
            }
        }
    }
}

type Run = for<'a> fn(&'a (dyn Any + Send + Sync), &'a ScheduleEvent, &'a Cx) -> BoxFuture<'a, Result<()>>;

impl ScheduleDecl {
    /// The kind of methods that run by the clock.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "schedule", list: "schedules", reserved: &[], scope: NameScope::Binary };

    /// How long a run may take if the author does not say so.
    pub const TIMEOUT: Duration = Duration::from_mins(10);

    /// Returns how long a run may take.
    pub fn limit(&self) -> Duration {
        self.timeout.unwrap_or(Self::TIMEOUT)
    }

    /// Returns the method's name.
    pub fn method(&self) -> &'static str {
        self.name.rsplit_once('/').map_or(self.name, |(_, method)| method)
    }

    /// Returns the name of a plugin's method among all plugins' schedules.
    pub fn full_name(plugin: &str, method: &str) -> String {
        format!("{plugin}/{method}")
    }
}

impl Contribution for ScheduleDecl {
    fn kind(&self) -> &'static ContributionKind {
        Self::KIND
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn line(&self) -> u32 {
        self.line
    }

    fn title(&self) -> String {
        match self.trigger.map(Trigger::from) {
            Some(trigger) => format!("{}: {trigger}", self.method()),
            None => self.method().to_owned(),
        }
    }

    fn details(&self) -> Map<String, Value> {
        let mut details = Map::new();
        details
            .insert("trigger".into(), json!(self.trigger.map(|trigger| Trigger::from(trigger).to_string())));
        details.insert("jitter_ms".into(), json!(millis(self.jitter)));
        details.insert("missed".into(), json!(self.missed));
        details.insert("timeout_ms".into(), json!(millis(self.limit())));
        details
    }

    #[cfg(feature = "remote")]
    fn served(&'static self) -> Option<&'static dyn ServedContribution> {
        Some(self)
    }
}

impl Callable for ScheduleDecl {
    type Input = ScheduleEvent;
    type Output = ();

    fn call<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        input: ScheduleEvent,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<()>> {
        async move { (self.run)(instance, &input, cx).await }.boxed()
    }
}

impl fmt::Debug for ScheduleDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
