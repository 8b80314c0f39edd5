use super::Stop;
use crate::options::Limits;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// What is as long as no limit.
const AGES: Duration = Duration::from_hours(24 * 365 * 100);

/// What a turn may still use; its members use the same.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    steps: AtomicU32,
    calls: AtomicU32,
    tokens: AtomicU64,
    clock: watch::Sender<Clock>,
}

/// The turn's time, which stands still while a human is asked.
#[derive(Debug)]
struct Clock {
    until: Instant,
    /// How many humans are being asked, and since when the first of them is.
    asked: u32,
    since: Instant,
}

impl Clock {
    /// Returns how much time is left; `None` while the clock stands still.
    fn left(&self) -> Option<Duration> {
        (self.asked == 0).then(|| self.until.saturating_duration_since(Instant::now()))
    }
}

/// Lets the clock stand still for as long as it lives.
pub(super) struct Pause<'a>(&'a Budget);

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        self.0.clock.send_modify(|clock| {
            clock.asked -= 1;
            if clock.asked == 0 {
                clock.until += clock.since.elapsed();
            }
        });
    }
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        let until = now.checked_add(limits.time.0).unwrap_or_else(|| now + AGES);
        Self {
            limits: limits.clone(),
            steps: AtomicU32::new(0),
            calls: AtomicU32::new(0),
            tokens: AtomicU64::new(0),
            clock: watch::Sender::new(Clock { until, asked: 0, since: now }),
        }
    }

    /// Takes one step, if one is left.
    pub(crate) fn step(&self) -> Result<(), Stop> {
        let used = |limit: String| Err(Stop::Limited(limit));
        if self.clock.borrow().left() == Some(Duration::ZERO) {
            return used(self.overtime());
        }
        if let Some(most) = self.limits.tokens
            && self.tokens.load(Ordering::Relaxed) >= most
        {
            return used(used_up(most, "token"));
        }
        if self.steps.fetch_add(1, Ordering::Relaxed) >= self.limits.steps {
            return used(used_up(self.limits.steps.into(), "step"));
        }
        if self.calls.load(Ordering::Relaxed) > self.limits.calls {
            return used(used_up(self.limits.calls.into(), "call"));
        }
        Ok(())
    }

    /// Takes one call, if one is left; if none was, there is no further step either.
    pub(super) fn call(&self) -> Result<(), Stop> {
        let used = self.calls.fetch_add(1, Ordering::Relaxed);
        if used < self.limits.calls {
            return Ok(());
        }
        Err(Stop::Limited(used_up(self.limits.calls.into(), "call")))
    }

    pub(crate) fn overtime(&self) -> String {
        format!("the turn took longer than {:?} (limits.time)", self.limits.time.0)
    }

    pub(crate) fn spend(&self, tokens: u64) {
        self.tokens.fetch_add(tokens, Ordering::Relaxed);
    }

    /// Waits until the time is over.
    pub(super) async fn over(&self) {
        let mut changes = self.clock.subscribe();
        loop {
            let left = changes.borrow_and_update().left();
            // The sender lives as long as `self`.
            match left {
                Some(Duration::ZERO) => return,
                Some(left) => drop(tokio::time::timeout(left, changes.changed()).await),
                None => drop(changes.changed().await),
            }
        }
    }

    /// Stops the clock while a human thinks.
    pub(super) fn pause(&self) -> Pause<'_> {
        self.clock.send_modify(|clock| {
            if clock.asked == 0 {
                clock.since = Instant::now();
            }
            clock.asked += 1;
        });
        Pause(self)
    }
}

fn used_up(most: u64, what: &str) -> String {
    let plural = if most == 1 { "" } else { "s" };
    format!("the turn used up its {most} {what}{plural} (limits.{what}s)")
}
