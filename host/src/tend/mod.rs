//! What happens by the clock: schedules fire, approvals expire, sessions that nobody goes on with are closed.

mod schedule;
mod sweep;

pub use schedule::{NewSchedule, ScheduleError};

use crate::agent::{Engine, now};
use crate::store::{Millis, StoreError};
use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// How long the clock is not looked at, at most.
const TICK: Duration = Duration::from_secs(1);
/// How often it is looked for what has grown old.
const SWEEP: Millis = 30_000;

impl Engine {
    /// Does what is due, for as long as it is polled; schedules only behind [`Engine::resume`].
    pub async fn tend(&self) {
        let mut swept = 0;
        loop {
            // Their messages stand behind what another process left unanswered.
            if self.resumed.load(Ordering::SeqCst) {
                contained("schedules", self.fire_schedules(now())).await;
            }
            if now() - swept >= SWEEP {
                swept = now();
                contained("what has grown old", self.sweep(now())).await;
            }
            self.feeds.expire(Instant::now());
            let _ = tokio::time::timeout(TICK, self.scheduled.notified()).await;
        }
    }
}

/// Looks at something and returns how much was done; whatever goes wrong with it, the clock goes on.
async fn contained(what: &str, look: impl Future<Output = Result<usize, StoreError>>) -> usize {
    match AssertUnwindSafe(look).catch_unwind().await {
        Ok(Ok(done)) => return done,
        Ok(Err(error)) => tracing::warn!("{what} could not be looked at: {error}"),
        Err(_) => tracing::error!("the host itself panicked when it looked at {what}; its log says where"),
    }
    0
}
