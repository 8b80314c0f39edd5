use crate::mutex::lock;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{Mutex as Queue, OwnedSemaphorePermit, Semaphore};

/// The slot of a turn to run (`limits.turns`), which is released to other turns while this one waits for a human.
#[derive(Debug)]
pub(super) struct TurnSlot {
    slots: Arc<Semaphore>,
    held: Mutex<Held>,
    /// Lets one caller at a time reacquire the slot: two of them would take two.
    reacquiring: Queue<()>,
}

#[derive(Debug)]
struct Held {
    slot: Option<OwnedSemaphorePermit>,
    /// How many [`Released`] there are.
    released: u32,
}

impl Held {
    fn is_missing(&self) -> bool {
        self.released == 0 && self.slot.is_none()
    }
}

/// A slot that is released until this is dropped; afterwards the turn has to [`reacquire`](TurnSlot::reacquire) it.
pub(super) struct Released<'a>(&'a TurnSlot);

impl Drop for Released<'_> {
    fn drop(&mut self) {
        self.0.held().released -= 1;
    }
}

impl TurnSlot {
    /// Waits for a slot.
    pub(super) async fn acquire(slots: &Arc<Semaphore>) -> Arc<Self> {
        // The semaphore is never closed.
        let slot = Arc::clone(slots).acquire_owned().await.ok();
        let held = Mutex::new(Held { slot, released: 0 });
        Arc::new(Self { slots: Arc::clone(slots), held, reacquiring: Queue::default() })
    }

    /// Releases the slot to other turns.
    pub(super) fn release(&self) -> Released<'_> {
        let mut held = self.held();
        held.released += 1;
        held.slot = None;
        Released(self)
    }

    /// Releases the slot to other turns for good: the turn does not get it again.
    pub(super) fn give_up(&self) {
        let mut held = self.held();
        held.released += 1;
        held.slot = None;
    }

    /// Waits for the slot again, unless the turn has it or has released it elsewhere.
    pub(super) async fn reacquire(&self) {
        if !self.held().is_missing() {
            return;
        }
        let _first = self.reacquiring.lock().await;
        if !self.held().is_missing() {
            return;
        }
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        let mut held = self.held();
        if held.is_missing() {
            held.slot = slot;
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        lock(&self.held)
    }
}
