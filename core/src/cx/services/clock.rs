use std::fmt;
use std::time::SystemTime;

/// The service that tells the time.
pub trait ClockService: Send + Sync + fmt::Debug {
    /// Returns the time.
    fn now(&self) -> SystemTime;
}
