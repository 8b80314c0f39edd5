//! What happens by the clock: schedules fire, approvals expire, sessions that nobody goes on with are closed.

mod schedule;
mod sweep;

pub use schedule::{NewSchedule, ScheduleError};

use crate::agent::{Agent, now};
use crate::store::Millis;
use std::time::Duration;

/// How long the clock is not looked at, at most.
const TICK: Duration = Duration::from_secs(1);
/// How often it is looked for what has grown old.
const SWEEP: Millis = 30_000;

impl Agent {
    /// Does what is due, for as long as it is polled.
    pub async fn tend(&self) {
        let mut swept = 0;
        loop {
            if let Err(error) = self.fire_schedules(now()).await {
                tracing::warn!("schedules could not be looked at: {error}");
            }
            if now() - swept >= SWEEP {
                swept = now();
                if let Err(error) = self.sweep(now()).await {
                    tracing::warn!("what has grown old could not be looked at: {error}");
                }
            }
            let _ = tokio::time::timeout(TICK, self.scheduled.notified()).await;
        }
    }
}
