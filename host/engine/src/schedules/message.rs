use super::context::{agent, schedule_cx};
use crate::inbox::{self, Incoming};
use crate::state::EngineState;
use crate::store::Schedule;
use crate::time::Millis;
use hookwire::cx::RequestKind;
use hookwire::points::ScheduleFired;
use std::sync::Arc;

/// Sends the message of a schedule that is due; returns false if that has to be tried again later.
pub(super) async fn send(
    state: &Arc<EngineState>,
    schedule: &Schedule,
    text: &str,
    (now, missed): (Millis, u64),
) -> bool {
    let message = Incoming {
        channel: "schedule".into(),
        kind: RequestKind::Schedule,
        key: Some(format!("{}@{}", schedule.id, schedule.next_at)),
        owner: schedule.owner.clone(),
        session: schedule.session.clone(),
        agent: agent(schedule).map(str::to_owned),
        message: text.to_owned(),
        unattended: true,
        ..Incoming::default()
    };
    // Nothing is fired for a message that cannot be accepted yet.
    if inbox::admit(state, &message).is_err_and(|error| error.is_passing()) {
        return false;
    }
    notify_fired(state, schedule, now, missed).await;
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

/// Tells the hooks that a schedule is due.
pub(super) async fn notify_fired(state: &EngineState, schedule: &Schedule, now: Millis, missed: u64) {
    let (wiring, cx) = schedule_cx(state, schedule);
    let mut event = ScheduleFired::new(&*schedule.id, &*schedule.name);
    event.late_ms = u64::try_from(now.saturating_sub(schedule.next_at)).unwrap_or(0);
    event.missed = missed;
    wiring.notify::<ScheduleFired>(&event, &cx).await;
}
