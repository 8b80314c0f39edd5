use super::context::Cx;
use std::time::SystemTime;

impl Cx {
    /// Returns the time, by the host's clock: the machine's, or one that a test has set.
    ///
    /// For how long something takes, and for waiting, there is `tokio::time`.
    pub fn now(&self) -> SystemTime {
        self.services().clock.as_ref().map_or_else(SystemTime::now, |clock| clock.now())
    }
}
