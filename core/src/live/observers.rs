use super::plugins::Plugins;
use std::sync::atomic::Ordering;

impl Plugins {
    /// Returns whether hooks at observe points run.
    pub fn has_observers(&self) -> bool {
        !self.state().without_observers.load(Ordering::Relaxed)
    }

    /// Lets hooks at observe points run, or none of them: new requests see the change, those in flight do not.
    ///
    /// Nothing else changes: what edits, guards, answers, collects and wraps stays. An observer that fails closed does not
    /// run either.
    pub async fn set_observers(&self, run: bool) {
        let entries = self.state().entries.lock().await;
        self.state().without_observers.store(!run, Ordering::Relaxed);
        self.rewire(&entries);
    }
}
