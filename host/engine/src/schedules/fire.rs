use super::context::{SHORTEST, schedule_cx};
use crate::inbox::{self, Incoming};
use crate::panic_guard::contain_store;
use crate::state::EngineState;
use crate::store::{Schedule, StoreError};
use crate::time::Millis;
use hookwire::cx::RequestKind;
use hookwire::points::ScheduleFired;
use std::sync::Arc;

/// Sends the messages of all schedules that are due at `now`; returns how many.
pub(crate) async fn fire_due(state: &Arc<EngineState>, now: Millis) -> Result<usize, StoreError> {
    let due = state.store().schedules(None).await?.into_iter().filter(|schedule| schedule.next_at <= now);
    let mut fired = 0;
    for schedule in due {
        // One schedule that fails must not hold up the others.
        fired += contain_store("a schedule", fire(state, schedule, now)).await;
    }
    Ok(fired)
}

async fn fire(state: &Arc<EngineState>, schedule: Schedule, now: Millis) -> Result<usize, StoreError> {
    let (id, from, next) = (schedule.id.clone(), schedule.next_at, next_time(&schedule, now));
    // Sent first: the message has a key, so that sending it again after a crash sends no second one.
    if !send(state, schedule).await {
        return Ok(0);
    }
    state.store().advance_schedule(&id, from, next).await.map(usize::from)
}

/// Sends the message of a schedule that is due; returns false if that has to be tried again later.
async fn send(state: &Arc<EngineState>, schedule: Schedule) -> bool {
    let (wiring, cx) = schedule_cx(state, &schedule);
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
    // Nothing is fired for a message that cannot be accepted yet.
    if inbox::admit(state, &message).is_err_and(|error| error.is_passing()) {
        return false;
    }
    wiring.notify::<ScheduleFired>(&event, &cx).await;
    match inbox::send(state, message, || ()).await {
        Ok(sent) => {
            // Read to the end, as a turn without a reader would be abandoned.
            tokio::spawn(sent.outcome());
            true
        }
        Err(error) => {
            tracing::warn!(schedule = schedule.name, "a scheduled message was not taken in: {error}");
            !error.is_passing()
        }
    }
}

/// Returns when a schedule that is fired at `now` is due again.
///
/// Times that were missed while no host ran are fired once, not as often as they were missed.
fn next_time(schedule: &Schedule, now: Millis) -> Option<Millis> {
    let every = schedule.every_ms?.max(SHORTEST);
    let times = (now.saturating_sub(schedule.next_at) / every).saturating_add(1);
    Some(schedule.next_at.saturating_add(every.saturating_mul(times)))
}
