use super::context::SHORTEST;
use super::message::send;
use super::plugin;
use crate::panic_guard::contain_store;
use crate::state::EngineState;
use crate::store::{Schedule, StoreError};
use crate::time::Millis;
use hookwire::live::Status;
use std::collections::HashSet;
use std::sync::Arc;

/// Fires all schedules that are due at `now`; returns for how many a message was sent or a method's run begun.
pub(crate) async fn fire_due(state: &Arc<EngineState>, now: Millis) -> Result<usize, StoreError> {
    let due = state.store().due_schedules(now).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let live = live_plugins(state);
    let mut fired = 0;
    for schedule in due {
        // One schedule that fails must not hold up the others.
        fired += match &schedule.plugin {
            None => contain_store("a schedule", fire(state, schedule, now)).await,
            Some(wanted) if live.contains(wanted.plugin.as_str()) => {
                contain_store("a plugin's schedule", plugin::fire(state, schedule, now)).await
            }
            // It is due again when the plugin is.
            Some(_) => 0,
        };
    }
    Ok(fired)
}

fn live_plugins(state: &EngineState) -> HashSet<&'static str> {
    let status = state.plugins().status().into_iter();
    status.filter(|(_, status)| *status == Status::Live).map(|(plugin, _)| plugin).collect()
}

async fn fire(state: &Arc<EngineState>, schedule: Schedule, now: Millis) -> Result<usize, StoreError> {
    let next = next_time(&schedule, now).map(|next_at| Schedule { next_at, ..schedule.clone() });
    // Sent first: the message has a key, so that sending it again after a crash sends no second one.
    if !send(state, &schedule, &schedule.message, (now, 0)).await {
        return Ok(0);
    }
    state.store().advance_schedule(&schedule.id, schedule.next_at, next.as_ref()).await.map(usize::from)
}

/// Returns when a schedule that is fired at `now` is due again.
///
/// Times that were missed while no host ran are fired once, not as often as they were missed.
fn next_time(schedule: &Schedule, now: Millis) -> Option<Millis> {
    let every = schedule.every_ms?.max(SHORTEST);
    let times = (now.saturating_sub(schedule.next_at) / every).saturating_add(1);
    Some(schedule.next_at.saturating_add(every.saturating_mul(times)))
}
