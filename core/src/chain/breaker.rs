use crate::lock::lock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// The number of failures in a row after which an observer is suspended.
const LIMIT: u32 = 5;
/// How long an observer is suspended; then one call is let through, and its success closes the breaker.
const SUSPENSION: Duration = Duration::from_secs(30);

/// The circuit breaker of one hook: an observer that keeps failing is left out for a while, and a hook of any kind whose plugin
/// keeps a thread until the operator switches that on again.
#[derive(Debug)]
pub struct Breaker {
    failures: AtomicU32,
    open_until: Mutex<Option<Instant>>,
    tripped: AtomicBool,
    /// The number of breakers of the same point that have counted a failure or are tripped: zero in the common case, so that
    /// one load tells a chain that all of them are closed.
    failing: Arc<AtomicU32>,
}

impl Breaker {
    /// Makes a closed breaker; `failing` is shared by all breakers of a point.
    pub(crate) fn new(failing: Arc<AtomicU32>) -> Self {
        Self {
            failures: AtomicU32::new(0),
            open_until: Mutex::new(None),
            tripped: AtomicBool::new(false),
            failing,
        }
    }

    /// Returns the number of breakers of the same point that have counted a failure or are tripped.
    pub(super) fn failing(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.failing)
    }

    /// Returns whether the hook is to be left out now.
    pub(super) fn is_open(&self) -> bool {
        let mut open_until = lock(&self.open_until);
        match *open_until {
            Some(until) if Instant::now() < until => true,
            Some(_) => {
                // The call that comes now is the probe; the others go on waiting for its answer.
                *open_until = Some(Instant::now() + SUSPENSION);
                false
            }
            None => false,
        }
    }

    /// Has the hook not be called any more, in requests that are under way too: what is open without it is refused if the hook
    /// fails closed.
    pub(crate) fn trip(&self) {
        if !self.tripped.swap(true, Ordering::AcqRel) {
            self.failing.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns whether the hook is not to be called any more.
    pub(super) fn is_tripped(&self) -> bool {
        self.tripped.load(Ordering::Acquire)
    }

    /// Closes the breaker, also one that is tripped, and forgets all failures.
    pub(crate) fn reset(&self) {
        if self.tripped.swap(false, Ordering::AcqRel) {
            self.failing.fetch_sub(1, Ordering::Relaxed);
        }
        self.forget_failures();
    }

    /// Forgets all failures.
    pub(crate) fn forget_failures(&self) {
        if self.failures.swap(0, Ordering::Relaxed) > 0 {
            self.failing.fetch_sub(1, Ordering::Relaxed);
            *lock(&self.open_until) = None;
        }
    }

    /// Counts a failure and returns whether it opened the breaker.
    pub(super) fn count_failure(&self) -> bool {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        if failures == 1 {
            self.failing.fetch_add(1, Ordering::Relaxed);
        }
        if failures < LIMIT {
            return false;
        }
        let mut open_until = lock(&self.open_until);
        let opened = open_until.is_none();
        *open_until = Some(Instant::now() + SUSPENSION);
        opened
    }
}
