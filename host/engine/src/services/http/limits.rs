use crate::options::NetOptions;
use hookwire::cx::{HttpError, HttpRequest};
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// More time than anybody waits, and little enough to be added to any moment.
const A_YEAR: Duration = Duration::from_hours(365 * 24);

/// The limits of one request and its answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    time: Duration,
    deadline: Instant,
    idle: Duration,
    pub(super) bytes: u64,
    pub(super) redirects: u32,
}

impl Limits {
    /// Returns the limits of a request that is sent now: what it asks for, within what the operator allows.
    pub(super) fn of(request: &HttpRequest, options: &NetOptions) -> Self {
        let time =
            request.timeout.map_or(options.timeout.0, |time| time.min(options.max_timeout.0)).min(A_YEAR);
        Self {
            time,
            deadline: Instant::now() + time,
            idle: options.idle_timeout.0,
            bytes: request.max_bytes.unwrap_or(u64::MAX).min(options.answer_bytes),
            redirects: request.max_redirects.unwrap_or(u32::MAX).min(options.redirects),
        }
    }

    /// Waits for the next thing that a host sends.
    pub(super) async fn wait<T>(&self, host: &str, next: impl Future<Output = T>) -> Result<T, HttpError> {
        match timeout_at(self.deadline, timeout(self.idle, next)).await {
            Ok(Ok(it)) => Ok(it),
            Ok(Err(_)) => Err(HttpError::Idle { host: host.into(), limit: self.idle }),
            Err(_) => Err(HttpError::TimedOut { host: host.into(), limit: self.time }),
        }
    }
}
