use super::contained;
use crate::agent::{Engine, Incoming, now};
use crate::store::{Millis, Owner, Schedule, StoreError};
use hookwire::cx::{Cancel, Cx, RequestKind};
use hookwire::live::Wiring;
use hookwire::points::{ScheduleCancelled, ScheduleCreated, ScheduleFired};
use uuid::Uuid;

/// The shortest and the longest time between two firings.
const SHORTEST: Millis = 1000;
const LONGEST: Millis = 100 * 366 * 24 * 60 * 60 * 1000;
/// How many schedules an owner can have.
const MOST: usize = 1000;

/// A schedule that is wanted.
#[derive(Debug, Clone, Default)]
pub struct NewSchedule {
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub owner: Owner,
    /// The session the message goes to; a new one each time, if absent.
    pub session: Option<String>,
    /// The agent that answers; the one routed to, if absent.
    pub agent: Option<String>,
    /// What the message says.
    pub message: String,
    /// When it is due first; now, if absent.
    pub at: Option<Millis>,
    /// How long after that again, in milliseconds; once, if absent.
    pub every_ms: Option<i64>,
}

/// Why a schedule was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// There is nothing to say.
    #[error("a schedule needs a message")]
    Empty,
    /// It would fire all the time.
    #[error("a schedule cannot fire more often than once in {SHORTEST} ms")]
    TooOften,
    /// It would never fire again.
    #[error("a schedule cannot wait longer than 100 years between two firings")]
    TooSeldom,
    /// It is due at no time that there is.
    #[error("`at` is in milliseconds since 1970, so it cannot be below 0")]
    TooEarly,
    /// The owner has enough of them.
    #[error("there are {MOST} schedules already; call one off first")]
    TooMany,
    /// The agent does not exist.
    #[error("{0}")]
    NoAgent(String),
    /// The session does not exist, or is somebody else's.
    #[error("there is no session `{0}`")]
    NoSession(String),
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Makes a schedule.
    pub async fn schedule(&self, wanted: NewSchedule) -> Result<Schedule, ScheduleError> {
        let schedule = self.checked(wanted).await?;
        self.store.add_schedule(&schedule).await?;
        let (wiring, cx) = self.clock(&schedule);
        let event = ScheduleCreated::new(&*schedule.id, &*schedule.name);
        let _ = wiring.fire::<ScheduleCreated>(&event, &cx).await;
        self.scheduled.notify_one();
        Ok(schedule)
    }

    /// Calls a schedule off; `None` if there is none of this id, or it is somebody else's.
    pub async fn unschedule(&self, id: &str, owner: &Owner) -> Result<Option<Schedule>, StoreError> {
        if !self.store.schedules(Some(owner)).await?.iter().any(|schedule| schedule.id == id) {
            return Ok(None);
        }
        let removed = self.store.remove_schedule(id).await?;
        if let Some(schedule) = &removed {
            let (wiring, cx) = self.clock(schedule);
            let event = ScheduleCancelled::new(&*schedule.id, &*schedule.name);
            let _ = wiring.fire::<ScheduleCancelled>(&event, &cx).await;
        }
        Ok(removed)
    }

    /// Sends the messages that are due at `now`; returns how many.
    pub async fn fire_schedules(&self, now: Millis) -> Result<usize, StoreError> {
        let due = self.store.schedules(None).await?.into_iter().filter(|schedule| schedule.next_at <= now);
        let mut fired = 0;
        for schedule in due {
            // What goes wrong with one is no reason for the others to wait.
            fired += contained("a schedule", self.fire_schedule(schedule, now)).await;
        }
        Ok(fired)
    }

    async fn fire_schedule(&self, schedule: Schedule, now: Millis) -> Result<usize, StoreError> {
        let (id, from, next) = (schedule.id.clone(), schedule.next_at, schedule.next(now));
        // Sent first: it has a key, so that what is sent again after a crash is the same message.
        if !self.send_scheduled(schedule).await {
            return Ok(0);
        }
        self.store.advance_schedule(&id, from, next).await.map(usize::from)
    }

    /// Sends a message that is due; returns false if that has to be tried again.
    async fn send_scheduled(&self, schedule: Schedule) -> bool {
        let (wiring, cx) = self.clock(&schedule);
        let event = ScheduleFired::new(&*schedule.id, &*schedule.name);
        let message = Incoming {
            channel: "schedule".into(),
            kind: RequestKind::Schedule,
            key: Some(format!("{}@{}", schedule.id, schedule.next_at)),
            owner: schedule.owner,
            session: schedule.session,
            agent: Some(schedule.agent),
            message: schedule.message,
            unattended: true,
            ..Incoming::default()
        };
        // Nobody is told of what does not happen yet.
        if self.admit(&message).is_err_and(|error| error.is_passing()) {
            return false;
        }
        let _ = wiring.fire::<ScheduleFired>(&event, &cx).await;
        match self.send(message).await {
            Ok(sent) => {
                // Nobody reads it, and that is no reason to give it up.
                tokio::spawn(sent.outcome());
                true
            }
            Err(error) => {
                tracing::warn!(schedule = schedule.name, "a scheduled message was not taken in: {error}");
                !error.is_passing()
            }
        }
    }

    async fn checked(&self, wanted: NewSchedule) -> Result<Schedule, ScheduleError> {
        if wanted.message.trim().is_empty() {
            return Err(ScheduleError::Empty);
        }
        if wanted.every_ms.is_some_and(|every| every < SHORTEST) {
            return Err(ScheduleError::TooOften);
        }
        if wanted.every_ms.is_some_and(|every| every > LONGEST) {
            return Err(ScheduleError::TooSeldom);
        }
        if wanted.at.is_some_and(|at| at < 0) {
            return Err(ScheduleError::TooEarly);
        }
        if self.store.schedules(Some(&wanted.owner)).await?.len() >= MOST {
            return Err(ScheduleError::TooMany);
        }
        if let Some(id) = &wanted.session {
            let session = self.store.session(id).await?;
            if session.is_none_or(|session| session.owner != wanted.owner || session.closed_at.is_some()) {
                return Err(ScheduleError::NoSession(id.clone()));
            }
        }
        let agent = wanted.agent.unwrap_or_else(|| self.options.route("schedule").to_owned());
        if !self.options.agents.contains_key(&agent) {
            return Err(ScheduleError::NoAgent(self.options.no_agent(&agent)));
        }
        Ok(Schedule {
            id: Uuid::now_v7().to_string(),
            name: wanted.name,
            owner: wanted.owner,
            session: wanted.session,
            agent,
            message: wanted.message,
            next_at: wanted.at.unwrap_or_else(now),
            every_ms: wanted.every_ms,
        })
    }

    fn clock(&self, schedule: &Schedule) -> (Wiring, Cx) {
        let Schedule { agent, owner, session, .. } = schedule;
        let identity = self.identity(RequestKind::Schedule, agent, owner, session.as_deref());
        let wiring = self.plugins.wiring(&identity.agent, identity.role);
        (wiring, self.cx(identity, Cancel::default(), None))
    }
}

impl Schedule {
    /// Returns when it is due again, after it was at `now`.
    ///
    /// What was missed while nobody looked is fired once, not as often as it was missed.
    fn next(&self, now: Millis) -> Option<Millis> {
        let every = self.every_ms?.max(SHORTEST);
        let times = (now.saturating_sub(self.next_at) / every).saturating_add(1);
        Some(self.next_at.saturating_add(every.saturating_mul(times)))
    }
}
