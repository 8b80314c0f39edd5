use std::fmt;
use std::time::SystemTime;

/// The service that tells the time.
pub trait ClockService: Send + Sync + fmt::Debug {
    /// Returns the time.
    fn now(&self) -> SystemTime;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl ClockService for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
