//! What a host does when another one has taken its store, because its lock was lost for a moment.

use super::{Engine, EngineState};
use crate::store::StoreError;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often it is looked whether the store is still this host's alone.
const LOOK: Duration = Duration::from_secs(1);

impl Engine {
    /// Looks again and again whether another host has the store, and gives everything up if it has.
    pub(crate) async fn stay_alone(&self) {
        loop {
            sleep(LOOK).await;
            match self.store.hold_lock().await {
                Err(error @ StoreError::InUse { .. }) => return self.give_up(&error),
                // Others who need the store say so.
                Err(error) => tracing::debug!("it cannot be seen whether this host is alone: {error}"),
                Ok(()) => {}
            }
        }
    }

    /// Ends all work without an end in the store: what is open there is the other host's to answer.
    fn give_up(&self, error: &StoreError) {
        tracing::error!("{error}; this host stops at once, and the other goes on with what it was answering");
        self.stopping.store(true, Ordering::SeqCst);
        let _ = self.until.set(Instant::now());
        self.lost.send_replace(true);
        for feed in self.feeds.all() {
            feed.cancel().cancel();
        }
    }

    /// Waits until another host has the store, and says so; this one answers nothing more and should be stopped.
    pub async fn lost(&self) -> StoreError {
        let mut lost = self.lost.subscribe();
        // The sender lives as long as this.
        let _ = lost.wait_for(|lost| *lost).await;
        StoreError::InUse { location: self.store.location(), pid: None }
    }
}

impl EngineState {
    /// Returns whether what is open in the store is another host's to answer.
    pub(crate) fn is_lost(&self) -> bool {
        *self.lost.borrow()
    }
}
