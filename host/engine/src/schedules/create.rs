use super::context::{SHORTEST, schedule_cx};
use crate::state::EngineState;
use crate::store::{Owner, Schedule, StoreError};
use crate::time::{Millis, now};
use hookwire::points::{ScheduleCancelled, ScheduleCreated};
use uuid::Uuid;

/// The longest interval of a schedule, in milliseconds.
const LONGEST: Millis = 100 * 366 * 24 * 60 * 60 * 1000;
/// The most schedules of an owner.
const MOST: usize = 1000;

/// A request for a new schedule.
#[derive(Debug, Clone, Default)]
pub struct NewSchedule {
    /// The name.
    pub name: String,
    /// The owner.
    pub owner: Owner,
    /// The session the message goes to; a new one each time, if absent.
    pub session: Option<String>,
    /// The agent that answers; the one of the channel `schedule`, if absent.
    pub agent: Option<String>,
    /// The text of the message.
    pub message: String,
    /// The first time it is due; now, if absent.
    pub at: Option<Millis>,
    /// The interval in milliseconds after which it is due again; once only, if absent.
    pub every_ms: Option<i64>,
}

/// An error of creating a schedule.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The message is empty.
    #[error("a schedule needs a message")]
    Empty,
    /// The interval is too short.
    #[error("a schedule cannot fire more often than once in {SHORTEST} ms")]
    TooOften,
    /// The interval is too long.
    #[error("a schedule cannot wait longer than 100 years between two firings")]
    TooSeldom,
    /// The time is before 1970.
    #[error("`at` is in milliseconds since 1970, so it cannot be below 0")]
    TooEarly,
    /// The owner has too many schedules.
    #[error("there are {MOST} schedules already; call one off first")]
    TooMany,
    /// The agent does not exist.
    #[error("{0}")]
    NoAgent(String),
    /// The session does not exist, or is somebody else's.
    #[error("there is no session `{0}`")]
    NoSession(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Creates a schedule.
pub(crate) async fn create(state: &EngineState, wanted: NewSchedule) -> Result<Schedule, ScheduleError> {
    let schedule = check(state, wanted).await?;
    state.store().add_schedule(&schedule).await?;
    let (wiring, cx) = schedule_cx(state, &schedule);
    let event = ScheduleCreated::new(&*schedule.id, &*schedule.name);
    wiring.notify::<ScheduleCreated>(&event, &cx).await;
    state.notify_schedule_added();
    Ok(schedule)
}

/// Deletes a schedule; `None` if there is none with this id, or if it belongs to another owner.
pub(crate) async fn cancel(
    state: &EngineState,
    id: &str,
    owner: &Owner,
) -> Result<Option<Schedule>, StoreError> {
    if !state.store().schedules(Some(owner)).await?.iter().any(|schedule| schedule.id == id) {
        return Ok(None);
    }
    let removed = state.store().remove_schedule(id).await?;
    if let Some(schedule) = &removed {
        let (wiring, cx) = schedule_cx(state, schedule);
        let event = ScheduleCancelled::new(&*schedule.id, &*schedule.name);
        wiring.notify::<ScheduleCancelled>(&event, &cx).await;
    }
    Ok(removed)
}

async fn check(state: &EngineState, wanted: NewSchedule) -> Result<Schedule, ScheduleError> {
    check_values(&wanted)?;
    if state.store().schedules(Some(&wanted.owner)).await?.len() >= MOST {
        return Err(ScheduleError::TooMany);
    }
    if let Some(id) = &wanted.session {
        let session = state.store().session(id).await?;
        if session.is_none_or(|session| session.owner != wanted.owner || session.closed_at.is_some()) {
            return Err(ScheduleError::NoSession(id.clone()));
        }
    }
    let agent = wanted.agent.unwrap_or_else(|| state.options().route("schedule").to_owned());
    if !state.options().agents.contains_key(&agent) {
        return Err(ScheduleError::NoAgent(state.options().no_agent(&agent)));
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
        plugin: None,
    })
}

fn check_values(wanted: &NewSchedule) -> Result<(), ScheduleError> {
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
    Ok(())
}
