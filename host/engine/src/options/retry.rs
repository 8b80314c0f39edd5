use super::HumanDuration;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

/// The retry policy for model calls: `[agents.<name>.retry]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RetryPolicy {
    /// The most attempts with each model.
    pub attempts: u32,
    /// The wait after the first failure; it doubles with each failure, give or take a quarter.
    pub first: HumanDuration,
    /// The longest wait; a provider that asks for a longer one is not asked again.
    pub longest: HumanDuration,
    /// The longest silence of a model before its attempt counts as failed.
    pub silence: HumanDuration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            first: HumanDuration(Duration::from_millis(500)),
            longest: HumanDuration(Duration::from_secs(30)),
            silence: HumanDuration(Duration::from_mins(2)),
        }
    }
}

impl RetryPolicy {
    /// Returns the wait before the attempt that follows `attempt`; `None` if there is no further attempt.
    ///
    /// `asked` is the wait that the provider asked for.
    pub(crate) fn wait(&self, attempt: u32, asked: Option<Duration>) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let doubled = self.first.0.saturating_mul(1 << (attempt - 1).min(16)).min(self.longest.0);
        let wait = asked.unwrap_or(doubled.mul_f64(0.75 + 0.5 * rand::random::<f64>()));
        (wait <= self.longest.0.mul_f64(1.25)).then_some(wait)
    }
}
