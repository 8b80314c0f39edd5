use crate::fault::FaultKind;
use crate::lock::lock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// The number of failures in a row after which an observer is suspended.
const LIMIT: u32 = 5;
/// How long an observer is suspended; then one call is let through, and its success closes the breaker.
const SUSPENSION: Duration = Duration::from_secs(30);

/// The circuit breaker of one hook: an observer that keeps failing is left out for a while, and a hook of a plugin that has
/// broken a limit is not called at all.
#[derive(Debug)]
pub struct Breaker {
    failures: AtomicU32,
    open_until: Mutex<Option<Instant>>,
    /// Why the hook is not called any more: it fails with this instead.
    tripped: Mutex<Option<(FaultKind, String)>>,
    /// The number of breakers of the same point that have counted a failure: zero in the common case, so that one load
    /// tells a chain that all of them are closed.
    failing: Arc<AtomicU32>,
}

impl Breaker {
    /// Makes a closed breaker; `failing` is shared by all breakers of a point.
    pub(crate) fn new(failing: Arc<AtomicU32>) -> Self {
        Self { failures: AtomicU32::new(0), open_until: Mutex::new(None), tripped: Mutex::new(None), failing }
    }

    /// Returns the number of breakers of the same point that have counted a failure.
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

    /// Closes the breaker after a success, unless it is tripped: the call may have begun before.
    pub(crate) fn close(&self) {
        if self.tripped().is_none() {
            self.reset();
        }
    }

    /// Closes the breaker and forgets all failures.
    pub(crate) fn reset(&self) {
        if self.failures.swap(0, Ordering::Relaxed) > 0 {
            self.failing.fetch_sub(1, Ordering::Relaxed);
            *lock(&self.open_until) = None;
            *lock(&self.tripped) = None;
        }
    }

    /// Lets the hook fail instead of being called, until it is [reset](Self::reset): open or closed, as its policy says.
    pub(crate) fn trip(&self, kind: FaultKind, why: String) {
        *lock(&self.tripped) = Some((kind, why));
        if self.failures.swap(LIMIT, Ordering::Relaxed) == 0 {
            self.failing.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns the reason why the hook is not to be called any more.
    pub(super) fn tripped(&self) -> Option<(FaultKind, String)> {
        // Without a lock for those that have never failed.
        (self.failures.load(Ordering::Relaxed) > 0).then(|| lock(&self.tripped).clone()).flatten()
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
