use std::time::Duration;

/// Why a model did not answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The provider is asked too often.
    #[error("the provider is asked too often: {message}")]
    RateLimited {
        /// How long it asks to wait.
        retry_after: Option<Duration>,
        /// What it said.
        message: String,
    },
    /// The provider cannot answer now, or cannot be reached.
    #[error("the provider cannot answer now: {0}")]
    Unavailable(String),
    /// The answer ended in the middle.
    #[error("the answer was cut off before its end")]
    Cut,
    /// The answer makes no sense.
    #[error("the provider's answer makes no sense: {0}")]
    Malformed(String),
    /// The provider does not take this question; asking again does not help.
    #[error("the provider refuses: {0}")]
    Refused(String),
}

impl ModelError {
    /// Returns whether it may go better the next time.
    pub fn is_passing(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }
}
