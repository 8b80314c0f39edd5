use std::sync::atomic::{AtomicU64, Ordering};

/// The numbers of all processes of an instance.
#[derive(Debug, Default)]
pub(super) struct Counters {
    starts: AtomicU64,
}

impl Counters {
    pub(super) fn started(&self) {
        self.starts.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn restarts(&self) -> u64 {
        self.starts.load(Ordering::Relaxed).saturating_sub(1)
    }
}
