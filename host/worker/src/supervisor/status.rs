use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What is known of the process of an instance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkerStatus {
    /// The number of the process, while it runs.
    pub pid: Option<u32>,
    /// The level of its sandbox.
    pub level: String,
    /// How often it was started again.
    pub restarts: u64,
    /// The processor time that it has used, while it runs.
    pub cpu: Option<Duration>,
    /// The bytes of memory that it shares with nobody, while it runs.
    pub memory_bytes: Option<u64>,
    /// Why the last process ended, if one has died.
    pub last_death: Option<String>,
}

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
