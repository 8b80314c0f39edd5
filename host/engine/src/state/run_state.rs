use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Whether the engine runs, is stopping, or has lost its store to another host.
#[derive(Debug)]
pub(super) struct RunState {
    /// Whether every message that another process left unanswered stands in its session's queue.
    resumed: AtomicBool,
    stopping: AtomicBool,
    /// When a stopping engine gives up on its turns.
    deadline: OnceLock<Instant>,
    ownership: watch::Sender<Ownership>,
}

/// Whether this host owns the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ownership {
    Held,
    /// Another host owns it; work of this one may still be on its way.
    Lost,
    /// Another host owns it, and all work of this one is cancelled.
    GivenUp,
}

impl Default for RunState {
    fn default() -> Self {
        Self {
            resumed: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            deadline: OnceLock::new(),
            ownership: watch::Sender::new(Ownership::Held),
        }
    }
}

impl RunState {
    pub(super) fn set_resumed(&self) {
        self.resumed.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_resumed(&self) -> bool {
        self.resumed.load(Ordering::SeqCst)
    }

    /// Begins to stop; returns the deadline, which only the first call sets.
    pub(super) fn stop(&self, grace: Duration) -> Instant {
        self.stopping.store(true, Ordering::SeqCst);
        *self.deadline.get_or_init(|| Instant::now() + grace)
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    pub(super) fn lose_ownership(&self) {
        self.ownership.send_replace(Ownership::Lost);
    }

    /// Notes that all work is cancelled, as another host owns the store.
    pub(super) fn give_up(&self) {
        self.ownership.send_replace(Ownership::GivenUp);
    }

    pub(super) fn is_ownership_lost(&self) -> bool {
        *self.ownership.borrow() != Ownership::Held
    }

    /// Waits until all work is cancelled, as another host owns the store.
    pub(super) async fn ownership_lost(&self) {
        let mut ownership = self.ownership.subscribe();
        // The sender lives as long as `self`.
        let _ = ownership.wait_for(|it| *it == Ownership::GivenUp).await;
    }
}
