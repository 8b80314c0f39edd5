use super::context::schedule_cx;
use super::message::{notify_fired, send};
use super::plan::{Plan, plan};
use crate::panic_guard::contain_store;
use crate::state::EngineState;
use crate::store::{PluginSchedule, Schedule, StoreError};
use crate::time::{self, Millis, system_time};
use hookwire::cx::{ScheduleAction, ScheduleEvent};
use hookwire::live::Status;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// The time after which a schedule is looked at again whose times cannot be known, in milliseconds.
const LATER: Millis = 3_600_000;
/// The time between two attempts to note that a run has ended.
const PAUSE: Duration = Duration::from_secs(1);

/// Fires a plugin's schedule that is due: sends its message, or begins the run of its method.
pub(super) async fn fire(
    state: &Arc<EngineState>,
    schedule: Schedule,
    now: Millis,
) -> Result<usize, StoreError> {
    let Some(wanted) = schedule.plugin.clone() else { return Ok(0) };
    match &wanted.action {
        ScheduleAction::Event { .. } => Ok(usize::from(begin(state, schedule, wanted, now))),
        ScheduleAction::Message { text, .. } | ScheduleAction::Prompt { text } => {
            let Plan { runs, missed, next } = plan_or_later(&schedule, &wanted, now);
            // Sent first: the message has a key, so that sending it again after a crash sends no second one.
            if runs && !send(state, &schedule, text, (now, missed)).await {
                return Ok(0);
            }
            let moved = state.store().advance_schedule(&schedule.id, schedule.next_at, next.as_ref()).await?;
            Ok(usize::from(runs && moved))
        }
    }
}

/// Begins the run of a method on a task of its own, unless one of the same schedule is under way.
fn begin(state: &Arc<EngineState>, schedule: Schedule, wanted: PluginSchedule, now: Millis) -> bool {
    let Some(under_way) = state.schedule_runs().begin(&schedule.id, &wanted.plugin) else { return false };
    let state = Arc::clone(state);
    tokio::spawn(async move {
        let room = under_way.room().await;
        // It may have been switched off meanwhile: then the schedule is due again when it is on.
        if !state.is_stopping() && is_live(&state, &wanted.plugin) {
            let now = now.max(time::now());
            contain_store("a plugin's schedule", run(&state, &schedule, &wanted, now)).await;
        }
        drop(room);
        state.schedule_runs().end(under_way);
    });
    true
}

/// Runs a method, unless somebody else does.
async fn run(
    state: &EngineState,
    schedule: &Schedule,
    wanted: &PluginSchedule,
    now: Millis,
) -> Result<usize, StoreError> {
    let Some(attempt) = state.store().claim_schedule(&schedule.id, schedule.next_at).await? else {
        return Ok(0);
    };
    let Plan { runs, missed, next } = plan_or_later(schedule, wanted, now);
    if runs {
        notify_fired(state, schedule, now, missed).await;
        call(state, schedule, wanted, event(schedule, wanted, now, missed, attempt)).await;
    }
    // Whoever finds the claim of a dead host runs the method again; so this is not given up lightly.
    while let Err(error) = state.store().advance_schedule(&schedule.id, schedule.next_at, next.as_ref()).await
    {
        if state.is_stopping() {
            return Err(error);
        }
        tracing::warn!(schedule = schedule.name, "the end of a run could not be noted yet: {error}");
        sleep(PAUSE).await;
    }
    Ok(1)
}

async fn call(state: &EngineState, schedule: &Schedule, wanted: &PluginSchedule, event: ScheduleEvent) {
    let ScheduleAction::Event { method, .. } = &wanted.action else { return };
    let (plugin, name) = (&*wanted.plugin, &*schedule.name);
    let (_, cx) = schedule_cx(state, schedule);
    match state.plugins().wiring_of_all().run_scheduled(plugin, method, event, &cx).await {
        Some(Ok(())) => {}
        Some(Err(error)) => tracing::warn!(plugin, schedule = name, "a run by the clock failed: {error}"),
        None => tracing::error!(plugin, schedule = name, "the plugin has no method `{method}` any more"),
    }
}

fn event(
    schedule: &Schedule,
    wanted: &PluginSchedule,
    now: Millis,
    missed: u64,
    attempt: u64,
) -> ScheduleEvent {
    let payload = match &wanted.action {
        ScheduleAction::Event { payload, .. } => payload.clone(),
        _ => serde_json::Value::Null,
    };
    let mut event = ScheduleEvent::new(&*schedule.name, system_time(wanted.due_at), payload);
    event.late = Duration::from_millis(u64::try_from(now.saturating_sub(wanted.due_at)).unwrap_or(0));
    event.missed = missed;
    event.run = wanted.runs + 1;
    event.interrupted = attempt > 1;
    event
}

/// Returns what is to be done; a schedule whose times cannot be known, as its zone is gone, is looked at later.
fn plan_or_later(schedule: &Schedule, wanted: &PluginSchedule, now: Millis) -> Plan {
    plan(schedule, wanted, now).unwrap_or_else(|error| {
        tracing::error!(plugin = wanted.plugin, schedule = schedule.name, "a schedule cannot run: {error}");
        let next_at = now.saturating_add(LATER);
        Plan { runs: false, missed: 0, next: Some(Schedule { next_at, ..schedule.clone() }) }
    })
}

fn is_live(state: &EngineState, plugin: &str) -> bool {
    state.plugins().status().iter().any(|(id, status)| *id == plugin && *status == Status::Live)
}
