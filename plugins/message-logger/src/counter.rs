use std::sync::atomic::{AtomicU64, Ordering};

/// A counter of the messages that go in one direction.
#[derive(Debug, Default)]
pub(crate) struct MessageCounter(AtomicU64);

impl MessageCounter {
    /// Counts one more message and returns its number, from 1.
    pub(crate) fn add(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Returns the number of messages so far.
    pub(crate) fn total(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
