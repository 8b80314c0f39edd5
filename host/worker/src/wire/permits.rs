use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How much the other side has at work here: requests and streams that came with them, and their bytes.
pub(super) struct Permits {
    open: AtomicUsize,
    most: usize,
    held: Arc<AtomicUsize>,
    most_held: usize,
}

/// The permission for one request or stream to be at work, given back when it is dropped.
pub(super) struct Permit {
    permits: Arc<Permits>,
    bytes: usize,
}

impl Permits {
    pub(super) fn new(most: usize, held: Arc<AtomicUsize>, most_held: usize) -> Self {
        Self { open: AtomicUsize::new(0), most, held, most_held }
    }

    /// Takes a permission for so many bytes, if there is one. Only the task that reads takes any.
    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Option<Permit> {
        let full = self.open.load(Ordering::Relaxed) >= self.most;
        if full || self.held.load(Ordering::Relaxed).saturating_add(bytes) > self.most_held {
            return None;
        }
        self.open.fetch_add(1, Ordering::Relaxed);
        self.held.fetch_add(bytes, Ordering::Relaxed);
        Some(Permit { permits: Arc::clone(self), bytes })
    }

    pub(super) fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.permits.open.fetch_sub(1, Ordering::Relaxed);
        self.permits.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
