use crate::lock::lock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// After how many failures in a row an observer is suspended.
const LIMIT: u32 = 5;
/// For how long; then one call is let through, and its success closes the breaker.
const REST: Duration = Duration::from_secs(30);

/// A circuit breaker for one observer.
#[derive(Debug)]
pub struct Breaker {
    failures: AtomicU32,
    rests_until: Mutex<Option<Instant>>,
    /// How many hooks of the live set are not well: zero in the common case, so that one load clears a chain.
    unwell: Arc<AtomicU32>,
}

impl Breaker {
    pub(crate) fn new(unwell: Arc<AtomicU32>) -> Self {
        Self { failures: AtomicU32::new(0), rests_until: Mutex::new(None), unwell }
    }

    pub(super) fn unwell(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.unwell)
    }

    /// Returns whether the hook is to be left out now.
    pub(super) fn is_suspended(&self) -> bool {
        let mut rests_until = lock(&self.rests_until);
        match *rests_until {
            Some(until) if Instant::now() < until => true,
            Some(_) => {
                // The call that comes now is the probe; the others go on waiting for its answer.
                *rests_until = Some(Instant::now() + REST);
                false
            }
            None => false,
        }
    }

    /// Forgets what went wrong before.
    pub(crate) fn recover(&self) {
        if self.failures.swap(0, Ordering::Relaxed) > 0 {
            self.unwell.fetch_sub(1, Ordering::Relaxed);
            *lock(&self.rests_until) = None;
        }
    }

    /// Counts a failure and returns whether it opened the breaker.
    pub(super) fn fail(&self) -> bool {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        if failures == 1 {
            self.unwell.fetch_add(1, Ordering::Relaxed);
        }
        if failures < LIMIT {
            return false;
        }
        let mut rests_until = lock(&self.rests_until);
        let opened = rests_until.is_none();
        *rests_until = Some(Instant::now() + REST);
        opened
    }
}
