use super::context::Cx;
use super::identity::RequestKind;
use super::permissions::Capability;
use super::schedule_error::{MOST_BYTES, MOST_NAME_BYTES, ScheduleError};
use super::services::{
    Missed, MissingService, NewSchedule, ScheduleAction, ScheduleInfo, ScheduleService, Trigger,
};
use crate::error::Result;
use hookwire_text::cron::Cron;
use serde::Serialize;
use std::time::{Duration, SystemTime};

/// The schedules of a plugin: made by [`Cx::schedule`].
///
/// They are kept in the host's store and outlive it. A plugin has at most 1,000; past that a new one is refused. A host
/// looks at the clock every second, so that a run may be late by that, and never early. A run that a host began and did
/// not end, as it was killed, is begun again, and its event says so; a message is sent once in any case.
///
/// ```
/// use hookwire::cx::{Missed, ScheduleEvent};
/// use hookwire::{Cx, Result, plugin};
/// use std::time::Duration;
///
/// /// Watches pages.
/// #[derive(Default)]
/// struct Watcher;
///
/// #[plugin(id = "watcher", capabilities = [schedule])]
/// impl Watcher {
///     /// Watches a page, and tells every Monday morning what was new.
///     #[tool]
///     async fn watch(&self, page: String, cx: &Cx) -> Result<String> {
///         let often = Duration::from_mins(5);
///         cx.schedule().every(&page, often).missed(Missed::Skip).event("look", &page).await?;
///         let monday = cx.schedule().cron("report", "0 9 * * mon").zone("Europe/Berlin");
///         monday.prompt("Say what was new on the pages.").await?;
///         Ok(format!("{page} is watched"))
///     }
///
///     /// Looks at a page.
///     #[scheduled]
///     async fn look(&self, event: &ScheduleEvent, cx: &Cx) {
///         cx.info(format!("looks at {}, {:?} late", event.payload, event.late));
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Schedules<'a>(&'a Cx);

/// A schedule in the making: say with [`message`](Self::message), [`prompt`](Self::prompt) or [`event`](Self::event) what
/// happens when it is due.
#[derive(Debug, Clone)]
#[must_use = "nothing is scheduled before it is said what happens: `.event(..)`, `.prompt(..)` or `.message(..)`"]
pub struct ScheduleBuilder<'a> {
    cx: &'a Cx,
    name: String,
    trigger: Trigger,
    jitter: Duration,
    max_runs: Option<u64>,
    missed: Missed,
}

impl Cx {
    /// Returns the schedules of the plugin, which declares them with `#[plugin(capabilities = [schedule])]`.
    pub fn schedule(&self) -> Schedules<'_> {
        Schedules(self)
    }
}

impl<'a> Schedules<'a> {
    /// How many schedules a plugin may have, those of its attributes not counted.
    pub const MOST: u64 = 1000;
    /// How many bytes a name may have.
    pub const MOST_NAME_BYTES: usize = MOST_NAME_BYTES;
    /// How many bytes a text or the JSON of a payload may have.
    pub const MOST_BYTES: usize = MOST_BYTES;
    /// The shortest interval.
    pub const SHORTEST: Duration = Duration::from_secs(1);
    /// The longest interval.
    pub const LONGEST: Duration = Duration::from_hours(100 * 366 * 24);
    /// The longest jitter.
    pub const LONGEST_JITTER: Duration = Duration::from_hours(24);

    /// Begins a schedule for one moment; one that has passed is due at once.
    ///
    /// A schedule takes the place of the plugin's own one of the same name, if there is one.
    pub fn once(self, name: impl Into<String>, at: SystemTime) -> ScheduleBuilder<'a> {
        self.builder(name.into(), Trigger::At(at))
    }

    /// Begins a schedule for one moment, after some time from now.
    pub fn after(self, name: impl Into<String>, time: Duration) -> ScheduleBuilder<'a> {
        // A time without end is as late as there are times.
        let at = self.0.now().checked_add(time.min(Self::LONGEST)).unwrap_or_else(|| self.0.now());
        self.once(name, at)
    }

    /// Begins a schedule that is due again and again, for the first time after one interval from now.
    pub fn every(self, name: impl Into<String>, interval: Duration) -> ScheduleBuilder<'a> {
        self.builder(name.into(), Trigger::Every(interval))
    }

    /// Begins a schedule at the times of a [cron expression](crate::cron::Cron), in UTC unless a zone is given.
    pub fn cron(self, name: impl Into<String>, expression: impl Into<String>) -> ScheduleBuilder<'a> {
        let (expression, zone) = (expression.into(), "UTC".into());
        self.builder(name.into(), Trigger::Cron { expression, zone })
    }

    /// Returns the plugin's schedules, the next one due first; those of its attributes are among them.
    pub async fn list(self) -> Result<Vec<ScheduleInfo>> {
        self.service()?.list(self.0).await
    }

    /// Calls a schedule off; returns whether there was one of this name.
    pub async fn cancel(self, name: &str) -> Result<bool> {
        self.service()?.cancel(name, self.0).await
    }

    fn builder(self, name: String, trigger: Trigger) -> ScheduleBuilder<'a> {
        let (jitter, max_runs, missed) = (Duration::ZERO, None, Missed::default());
        ScheduleBuilder { cx: self.0, name, trigger, jitter, max_runs, missed }
    }

    fn service(self) -> Result<&'a dyn ScheduleService<Cx>> {
        self.0.demand(Capability::Schedule, "makes schedules", "schedule")?;
        self.0.services().schedules.as_deref().ok_or_else(|| MissingService::schedules().into())
    }
}

impl ScheduleBuilder<'_> {
    /// Reads the cron expression in a time zone: `Europe/Berlin`.
    pub fn zone(mut self, name: impl Into<String>) -> Self {
        if let Trigger::Cron { zone, .. } = &mut self.trigger {
            *zone = name.into();
        }
        self
    }

    /// Puts each run off by a random time up to this one, so that not all come at once.
    pub fn jitter(self, jitter: Duration) -> Self {
        Self { jitter, ..self }
    }

    /// Ends the schedule after so many runs.
    pub fn max_runs(self, runs: u64) -> Self {
        Self { max_runs: Some(runs), ..self }
    }

    /// Says what becomes of times at which no host was there; otherwise they are run once, for all of them.
    pub fn missed(self, missed: Missed) -> Self {
        Self { missed, ..self }
    }

    /// Sends a message into the session of the request, as if its user had sent it; a request to a public route has none.
    pub async fn message(self, text: impl Into<String>) -> Result<()> {
        let session = self.cx.identity().session.clone().ok_or(ScheduleError::NoSession)?;
        let text = text.into();
        self.put(ScheduleAction::Message { session, text }).await
    }

    /// Asks the agent of the request, or the one of the channel `schedule`, in a session of its own each time.
    ///
    /// It is asked in the name of whoever asks, and of whoever runs the host where the host or the clock calls the plugin.
    /// From a public route it is refused with [`ScheduleError::NoCaller`].
    pub async fn prompt(self, text: impl Into<String>) -> Result<()> {
        let text = text.into();
        self.put(ScheduleAction::Prompt { text }).await
    }

    /// Calls a method of the plugin that is marked `#[scheduled]`, with something that it finds in
    /// [`ScheduleEvent::payload`](super::ScheduleEvent::payload).
    ///
    /// The run is in the name of whoever asks. Where nobody does who is known, as in a plugin's start, in a run by the clock or
    /// on a public route, it has no user, no sessions and nothing that only admins may.
    pub async fn event<T: Serialize + ?Sized>(self, method: &str, payload: &T) -> Result<()> {
        let payload = serde_json::to_value(payload).map_err(ScheduleError::Unwritable)?;
        self.put(ScheduleAction::Event { method: method.into(), payload }).await
    }

    async fn put(self, action: ScheduleAction) -> Result<()> {
        let cx = self.cx;
        let service = Schedules(cx).service()?;
        self.check(&action)?;
        let is_sent = !matches!(action, ScheduleAction::Event { .. });
        if is_sent && cx.identity().kind == RequestKind::Public {
            return Err(ScheduleError::NoCaller.into());
        }
        let Self { name, trigger, jitter, max_runs, missed, .. } = self;
        let most = Schedules::MOST;
        service.put(NewSchedule { name, trigger, jitter, action, max_runs, missed, most }, cx).await
    }

    fn check(&self, action: &ScheduleAction) -> Result<(), ScheduleError> {
        let name = &self.name;
        if name.is_empty() || name.len() > MOST_NAME_BYTES || name.chars().any(char::is_control) {
            return Err(ScheduleError::NoName { name: name.chars().take(40).collect() });
        }
        match &self.trigger {
            Trigger::Every(interval) if !(Schedules::SHORTEST..=Schedules::LONGEST).contains(interval) => {
                return Err(ScheduleError::Interval { interval: *interval });
            }
            Trigger::Every(interval) if self.jitter >= *interval => {
                return Err(ScheduleError::Jitter { jitter: self.jitter });
            }
            Trigger::Cron { expression, .. } => {
                let gap = Cron::parse(expression)?.shortest_gap();
                if gap.is_some_and(|gap| self.jitter >= gap) {
                    return Err(ScheduleError::Jitter { jitter: self.jitter });
                }
            }
            Trigger::At(_) | Trigger::Every(_) => {}
        }
        if self.jitter > Schedules::LONGEST_JITTER {
            return Err(ScheduleError::Jitter { jitter: self.jitter });
        }
        if self.max_runs == Some(0) {
            return Err(ScheduleError::NoRuns);
        }
        check_action(action)
    }
}

fn check_action(action: &ScheduleAction) -> Result<(), ScheduleError> {
    let bytes = match action {
        ScheduleAction::Message { text, .. } | ScheduleAction::Prompt { text } => {
            if text.trim().is_empty() {
                return Err(ScheduleError::Empty);
            }
            text.len()
        }
        ScheduleAction::Event { payload, .. } => payload.to_string().len(),
    };
    if bytes > MOST_BYTES { Err(ScheduleError::TooLarge { bytes }) } else { Ok(()) }
}
