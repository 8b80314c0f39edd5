use std::sync::atomic::{AtomicU64, Ordering};

/// What has passed over a connection since it began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WireStatistics {
    /// Frames that came.
    pub frames_in: u64,
    /// Frames that went.
    pub frames_out: u64,
    /// Bytes that came.
    pub bytes_in: u64,
    /// Bytes that went.
    pub bytes_out: u64,
    /// Requests of the other side, refused ones included.
    pub requests_in: u64,
    /// Requests of this side.
    pub requests_out: u64,
    /// Requests of the other side that were refused because too much was at work.
    pub refused_busy: u64,
    /// Requests of the other side that were refused because they came too often.
    pub refused_quota: u64,
    /// Requests that the other side gave up.
    pub cancelled: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

/// The counters behind [`WireStatistics`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) frames_in: Counter,
    pub(super) frames_out: Counter,
    pub(super) bytes_in: Counter,
    pub(super) bytes_out: Counter,
    pub(super) requests_in: Counter,
    pub(super) requests_out: Counter,
    pub(super) refused_busy: Counter,
    pub(super) refused_quota: Counter,
    pub(super) cancelled: Counter,
}

impl Counter {
    pub(super) fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Ordering::Relaxed);
    }

    fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Counters {
    pub(super) fn read(&self) -> WireStatistics {
        WireStatistics {
            frames_in: self.frames_in.read(),
            frames_out: self.frames_out.read(),
            bytes_in: self.bytes_in.read(),
            bytes_out: self.bytes_out.read(),
            requests_in: self.requests_in.read(),
            requests_out: self.requests_out.read(),
            refused_busy: self.refused_busy.read(),
            refused_quota: self.refused_quota.read(),
            cancelled: self.cancelled.read(),
        }
    }
}
