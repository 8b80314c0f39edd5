use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Mutex as Queue, OwnedSemaphorePermit, Semaphore};

/// A turn's place among those that run at once (`limits.turns`), which another one has while this one waits for a
/// human.
#[derive(Debug)]
pub(crate) struct TurnPermit {
    turns: Arc<Semaphore>,
    held: Mutex<Held>,
    /// One comes back for all: two that wait would need two places.
    queue: Queue<()>,
}

#[derive(Debug)]
struct Held {
    permit: Option<OwnedSemaphorePermit>,
    /// How many humans are being asked.
    asked: u32,
}

impl Held {
    fn is_wanted(&self) -> bool {
        self.asked == 0 && self.permit.is_none()
    }
}

/// Leaves the place to others for as long as it lives; who drops it comes [`back`](Place::back).
pub(super) struct Away<'a>(&'a TurnPermit);

impl Drop for Away<'_> {
    fn drop(&mut self) {
        self.0.held().asked -= 1;
    }
}

impl TurnPermit {
    /// Waits for a place.
    pub(super) async fn take(turns: &Arc<Semaphore>) -> Arc<Self> {
        // The semaphore is never closed.
        let permit = Arc::clone(turns).acquire_owned().await.ok();
        let held = Mutex::new(Held { permit, asked: 0 });
        Arc::new(Self { turns: Arc::clone(turns), held, queue: Queue::default() })
    }

    /// Leaves it while a human is asked.
    pub(super) fn leave(&self) -> Away<'_> {
        let mut held = self.held();
        held.asked += 1;
        held.permit = None;
        Away(self)
    }

    /// Waits for a place again, unless the turn has it, or still waits for a human.
    pub(super) async fn back(&self) {
        if !self.held().is_wanted() {
            return;
        }
        let _first = self.queue.lock().await;
        if !self.held().is_wanted() {
            return;
        }
        let permit = Arc::clone(&self.turns).acquire_owned().await.ok();
        let mut held = self.held();
        if held.is_wanted() {
            held.permit = permit;
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
