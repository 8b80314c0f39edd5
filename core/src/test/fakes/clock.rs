use crate::cx::ClockService;
use std::time::SystemTime;
use tokio::time::Instant;

/// A clock that a test has set; it runs as tokio's does, and stands still while that is paused.
#[derive(Debug, Clone, Copy)]
pub struct FakeClock {
    set_to: SystemTime,
    at: Instant,
}

impl FakeClock {
    /// Sets a clock.
    pub fn new(time: SystemTime) -> Self {
        Self { set_to: time, at: Instant::now() }
    }
}

impl ClockService for FakeClock {
    fn now(&self) -> SystemTime {
        self.set_to + self.at.elapsed()
    }
}
