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
            let owned = Arc::clone(state);
            apart(state, async move {
                contain_store("schedules", Box::pin(schedules::fire_due(&owned, now()))).await;
            })
            .await;
        }
        if now() - swept >= SWEEP {
            swept = now();
            let owned = Arc::clone(state);
            apart(state, async move {
                contain_store("what has grown old", sweep(&owned, now())).await;
            })
            .await;
        }
        state.feeds().expire(Instant::now());
        let _ = tokio::time::timeout(TICK, state.schedule_added()).await;
    }
}

/// Runs background work that fires hooks; one that keeps a thread does not keep the rest of the background work.
async fn apart(state: &EngineState, work: impl Future<Output = ()> + Send + 'static) {
    if let Err(written_off) = state.watched().apart(work).await {
        tracing::error!("background work was given up: {written_off}");
    }
}
