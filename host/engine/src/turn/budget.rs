use super::stop::Stop;
use crate::options::Limits;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// A time that is as good as no limit.
const AGES: Duration = Duration::from_hours(24 * 365 * 100);

/// The budget of a turn, which its members and plugins share: steps, calls, tokens and time.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    steps: AtomicU32,
    calls: AtomicU32,
    tokens: AtomicU64,
    clock: watch::Sender<Clock>,
}

/// The clock of a turn, which stands still while a human is asked.
#[derive(Debug)]
struct Clock {
    until: Instant,
    /// How many humans are being asked.
    asked: u32,
    /// Since when the first of them is.
    since: Instant,
}

impl Clock {
    /// Returns the time left; `None` while the clock stands still.
    fn left(&self) -> Option<Duration> {
        (self.asked == 0).then(|| self.until.saturating_duration_since(Instant::now()))
    }
}

/// A pause of the clock, until this is dropped.
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
    /// Creates the budget of a turn that begins now.
    pub(super) fn new(limits: &Limits) -> Self {
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

    /// Takes one model request, if one is left.
    pub(super) fn take_step(&self) -> Result<(), Stop> {
        let used = |limit: String| Err(Stop::Limited(limit));
        if self.clock.borrow().left() == Some(Duration::ZERO) {
            return used(self.overtime_text());
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

    /// Takes one tool call, if one is left; otherwise no further model request is left either.
    pub(super) fn take_call(&self) -> Result<(), Stop> {
        let used = self.calls.fetch_add(1, Ordering::Relaxed);
        if used < self.limits.calls {
            return Ok(());
        }
        Err(Stop::Limited(used_up(self.limits.calls.into(), "call")))
    }

    /// Returns the error text of a turn that takes too long.
    pub(super) fn overtime_text(&self) -> String {
        format!("the turn took longer than {:?} (limits.time)", self.limits.time.0)
    }

    /// Counts tokens that a model has read and written.
    pub(super) fn spend_tokens(&self, tokens: u64) {
        self.tokens.fetch_add(tokens, Ordering::Relaxed);
    }

    /// Waits until the turn takes too long.
    pub(super) async fn overtime(&self) {
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

    /// Pauses the clock while a human is asked.
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
