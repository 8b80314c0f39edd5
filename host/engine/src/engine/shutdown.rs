use crate::state::EngineState;
use std::time::Duration;
use tokio::time::{sleep, timeout_at};

/// The time between two looks at which turns wait for humans, as feeds do not announce that.
const LOOK: Duration = Duration::from_millis(50);

/// Takes no further message, and waits for those in flight until `grace` is over; returns whether none was given up.
pub(super) async fn finish(state: &EngineState, grace: Duration) -> bool {
    let deadline = state.stop(grace);
    timeout_at(deadline, wait_until_idle(state)).await.is_ok()
}

/// Waits until no message is in flight, except those that wait for humans, and no method runs by the clock.
pub(super) async fn wait_until_idle(state: &EngineState) {
    wait_for_messages(state).await;
    state.schedule_runs().wait_until_idle().await;
}

async fn wait_for_messages(state: &EngineState) {
    let mut in_flight = state.watch_in_flight();
    loop {
        let count = *in_flight.borrow_and_update() as usize;
        if count <= state.feeds().asking() {
            return;
        }
        tokio::select! {
            _ = in_flight.changed() => {}
            () = sleep(LOOK) => {}
        }
    }
}
