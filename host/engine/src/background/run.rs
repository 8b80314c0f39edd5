use super::sweep;
use crate::panic_guard::contain_store;
use crate::schedules;
use crate::state::EngineState;
use crate::time::{Millis, now};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The longest time between two looks at the clock.
const TICK: Duration = Duration::from_secs(1);
/// The time between two sweeps, in milliseconds.
const SWEEP: Millis = 30_000;

/// Fires schedules that are due and sweeps, for as long as it is polled.
pub(crate) async fn run_background(state: &Arc<EngineState>) {
    let mut swept = 0;
    loop {
        // The messages of schedules come behind those that another process left unanswered.
        if state.is_resumed() {
            contain_store("schedules", Box::pin(schedules::fire_due(state, now()))).await;
        }
        if now() - swept >= SWEEP {
            swept = now();
            contain_store("what has grown old", sweep(state, now())).await;
        }
        state.feeds().expire(Instant::now());
        let _ = tokio::time::timeout(TICK, state.schedule_added()).await;
    }
}
