use std::sync::Arc;
use tokio::sync::watch;

/// Tells, once and for all, that nobody waits for the result any more.
#[derive(Debug, Clone)]
pub struct Cancel(Arc<watch::Sender<bool>>);

impl Default for Cancel {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Cancel {
    /// Cancels.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Returns whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is cancelled.
    pub async fn wait(&self) {
        let mut changes = self.0.subscribe();
        // The sender lives as long as `self`, so the wait ends only by the value.
        let _ = changes.wait_for(|cancelled| *cancelled).await;
    }
}
