use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// After how many failures in a row an observer is suspended.
const LIMIT: u32 = 5;
/// For how long; then one call is let through, and its success closes the breaker.
const REST: Duration = Duration::from_secs(30);

/// A circuit breaker for one observer.
///
/// Zero while all is well, so that a healthy hook costs one load.
#[derive(Debug, Default)]
pub struct Health {
    failures: AtomicU32,
    rests_until: Mutex<Option<Instant>>,
}

impl Health {
    #[inline]
    pub(super) fn is_clean(&self) -> bool {
        self.failures.load(Ordering::Relaxed) == 0
    }

    /// Returns whether the hook is to be left out now.
    pub(crate) fn is_suspended(&self) -> bool {
        let mut rests_until = self.lock();
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

    #[cold]
    pub(super) fn recover(&self) {
        self.failures.store(0, Ordering::Relaxed);
        *self.lock() = None;
    }

    /// Counts a failure and returns whether it opened the breaker.
    pub(super) fn fail(&self) -> bool {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        if failures < LIMIT {
            return false;
        }
        let mut rests_until = self.lock();
        let opened = rests_until.is_none();
        *rests_until = Some(Instant::now() + REST);
        opened
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.rests_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
