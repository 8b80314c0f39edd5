use crate::agent::{Agent, Incoming, now};
use crate::store::{Millis, Owner, Schedule, StoreError};
use hookwire::cx::{Cancel, Cx, Identity, RequestKind};
use hookwire::live::Wiring;
use hookwire::points::{ScheduleCancelled, ScheduleCreated, ScheduleFired};
use uuid::Uuid;

/// The shortest time between two firings.
const SHORTEST: Millis = 1000;

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

impl Agent {
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
            // What was missed while nobody looked is fired once, not as often as it was missed.
            let missed = |every: i64| schedule.next_at + every * ((now - schedule.next_at) / every + 1);
            let next = schedule.every_ms.map(missed);
            if self.store.advance_schedule(&schedule.id, schedule.next_at, next).await? {
                self.fire_schedule(schedule).await;
                fired += 1;
            }
        }
        Ok(fired)
    }

    async fn fire_schedule(&self, schedule: Schedule) {
        let (wiring, cx) = self.clock(&schedule);
        let event = ScheduleFired::new(&*schedule.id, &*schedule.name);
        let _ = wiring.fire::<ScheduleFired>(&event, &cx).await;
        let message = Incoming {
            channel: "schedule".into(),
            kind: RequestKind::Schedule,
            // Sent twice, after a crash between the two, it is still one message.
            key: Some(format!("{}@{}", schedule.id, schedule.next_at)),
            owner: schedule.owner,
            session: schedule.session,
            agent: Some(schedule.agent),
            message: schedule.message,
            unattended: true,
            ..Incoming::default()
        };
        match self.send(message).await {
            // Nobody reads it, and that is no reason to give it up.
            Ok(sent) => drop(tokio::spawn(sent.outcome())),
            Err(error) => {
                tracing::warn!(schedule = schedule.name, "a scheduled message was not taken in: {error}");
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
        let role = self.options.agents.get(&schedule.agent).map(crate::config::options::Profile::role);
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        let mut identity = Identity::agent(&*schedule.agent, role.unwrap_or_default());
        identity.kind = RequestKind::Schedule;
        identity.tenant = some(&schedule.owner.tenant);
        identity.user = some(&schedule.owner.user);
        identity.session.clone_from(&schedule.session);
        let wiring = self.plugins.wiring(&identity.agent, identity.role);
        (wiring, self.cx(identity, Cancel::default(), None))
    }
}
