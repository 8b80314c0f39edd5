//! The ownership of the store: what a host does when another one has taken it, because the lock was lost for a moment.

use crate::state::EngineState;
use crate::store::StoreError;
use std::time::Duration;
use tokio::time::sleep;

/// The time between two checks.
const INTERVAL: Duration = Duration::from_secs(1);

/// Checks again and again whether this host still owns the store, and gives all work up when it does not.
pub(crate) async fn watch_ownership(state: &EngineState) {
    loop {
        sleep(INTERVAL).await;
        match state.store().hold_lock().await {
            Err(error @ StoreError::InUse { .. }) => return give_up(state, &error),
            // Whatever needs the store reports that it fails.
            Err(error) => tracing::debug!("it cannot be seen whether this host is alone: {error}"),
            Ok(()) => {}
        }
    }
}

/// Cancels all work without an end in the store: the other host goes on with it.
fn give_up(state: &EngineState, error: &StoreError) {
    tracing::error!("{error}; this host stops at once, and the other goes on with what it was answering");
    state.lose_ownership();
    for feed in state.feeds().all() {
        feed.cancel().cancel();
    }
    state.give_up();
}
