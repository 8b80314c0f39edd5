use super::Stop;
use crate::config::options::Limits;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a turn may still use; its members use the same.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    steps: AtomicU32,
    tokens: AtomicU64,
    until: Mutex<Instant>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            steps: AtomicU32::new(0),
            tokens: AtomicU64::new(0),
            until: Mutex::new(Instant::now() + limits.time.0),
        }
    }

    /// Takes one step, if one is left.
    pub(crate) fn step(&self) -> Result<(), Stop> {
        let used = |limit: String| Err(Stop::Limited(limit));
        if self.left().is_zero() {
            return used(self.overtime());
        }
        if let Some(most) = self.limits.tokens
            && self.tokens.load(Ordering::Relaxed) >= most
        {
            return used(format!("the turn used up its {most} tokens (limits.tokens)"));
        }
        if self.steps.fetch_add(1, Ordering::Relaxed) >= self.limits.steps {
            return used(format!("the turn used up its {} steps (limits.steps)", self.limits.steps));
        }
        Ok(())
    }

    pub(crate) fn overtime(&self) -> String {
        format!("the turn took longer than {:?} (limits.time)", self.limits.time.0)
    }

    pub(crate) fn spend(&self, tokens: u64) {
        self.tokens.fetch_add(tokens, Ordering::Relaxed);
    }

    /// Returns how much time is left.
    pub(crate) fn left(&self) -> Duration {
        self.until().saturating_duration_since(Instant::now())
    }

    /// Gives back the time that a human took.
    pub(crate) fn give_back(&self, time: Duration) {
        *self.until() += time;
    }

    fn until(&self) -> MutexGuard<'_, Instant> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
