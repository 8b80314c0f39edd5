use crate::points::ModelErrorKind;
use std::fmt;
use std::ops::Deref;
use std::time::Duration;

/// The error of a model that did not answer.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum ModelError {
    /// The provider is asked too often.
    #[error("the provider is asked too often: {message}")]
    RateLimited {
        /// How long it asks to wait.
        retry_after: Option<Duration>,
        /// The provider's message.
        message: ProviderMessage,
    },
    /// The provider cannot answer now, or cannot be reached.
    #[error("the provider cannot answer now: {0}")]
    Unavailable(ProviderMessage),
    /// The answer ended in the middle.
    #[error("the answer was cut off before its end")]
    Cut,
    /// The answer makes no sense.
    #[error("the provider's answer makes no sense: {0}")]
    Malformed(String),
    /// The provider does not take this question; asking again does not help.
    #[error("the provider refuses: {0}")]
    Refused(ProviderMessage),
}

impl ModelError {
    /// Returns whether another attempt may succeed.
    pub fn is_passing(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ModelErrorKind {
        match self {
            Self::RateLimited { .. } => ModelErrorKind::RateLimited,
            Self::Unavailable(_) => ModelErrorKind::Unavailable,
            Self::Cut => ModelErrorKind::Cut,
            Self::Malformed(_) => ModelErrorKind::Malformed,
            Self::Refused(_) => ModelErrorKind::Refused,
        }
    }

    /// Returns the HTTP status of the provider's answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::RateLimited { message, .. } | Self::Unavailable(message) | Self::Refused(message) => {
                message.status
            }
            Self::Cut | Self::Malformed(_) => None,
        }
    }
}

/// The message of a provider that did not answer, with the HTTP status it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
pub struct ProviderMessage {
    text: String,
    status: Option<u16>,
}

impl ProviderMessage {
    /// Makes the message of an answer with an HTTP status.
    pub fn with_status(text: impl Into<String>, status: u16) -> Self {
        Self { text: text.into(), status: Some(status) }
    }
}

impl<T: Into<String>> From<T> for ProviderMessage {
    fn from(text: T) -> Self {
        Self { text: text.into(), status: None }
    }
}

impl Deref for ProviderMessage {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for ProviderMessage {
    fn eq(&self, text: &str) -> bool {
        self.text == text
    }
}

impl PartialEq<&str> for ProviderMessage {
    fn eq(&self, text: &&str) -> bool {
        self.text == *text
    }
}

impl fmt::Display for ProviderMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
