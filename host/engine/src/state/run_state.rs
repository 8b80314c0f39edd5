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
    ownership_lost: watch::Sender<bool>,
}

impl Default for RunState {
    fn default() -> Self {
        Self {
            resumed: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            deadline: OnceLock::new(),
            ownership_lost: watch::Sender::new(false),
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
        self.ownership_lost.send_replace(true);
    }

    pub(super) fn is_ownership_lost(&self) -> bool {
        *self.ownership_lost.borrow()
    }

    pub(super) async fn ownership_lost(&self) {
        let mut lost = self.ownership_lost.subscribe();
        // The sender lives as long as `self`.
        let _ = lost.wait_for(|lost| *lost).await;
    }
}
