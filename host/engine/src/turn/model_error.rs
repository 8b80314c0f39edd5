use super::stop::Stop;
use crate::models::OpenError;
use hookwire::model::ModelError;
use hookwire::points::ModelErrorKind;
use std::time::Duration;

/// An error of asking a model.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("`{model}`: {source}")]
    Model { model: String, source: ModelError },
    #[error("`{model}` panicked: {message}")]
    Panicked { model: String, message: String },
    #[error(transparent)]
    Stopped(#[from] Stop),
}

impl AskError {
    /// Returns whether the same model may answer a moment later.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Model { source, .. } if source.is_passing())
    }

    /// Returns whether another model may answer.
    pub(super) fn may_fall_back(&self) -> bool {
        !matches!(self, Self::Stopped(_))
    }

    /// Returns whether the provider is asked too often.
    pub(super) fn is_rate_limit(&self) -> bool {
        matches!(self, Self::Model { source: ModelError::RateLimited { .. }, .. })
    }

    /// Returns the kind of the error, for `model.retry` and `model.exhausted`.
    pub(super) fn kind(&self) -> ModelErrorKind {
        match self {
            Self::Model { source, .. } => source.kind(),
            Self::Panicked { .. } => ModelErrorKind::Panicked,
            Self::Open(_) | Self::Stopped(_) => ModelErrorKind::Refused,
        }
    }

    /// Returns the HTTP status of the provider's answer, if there was one.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Model { source, .. } => source.status(),
            _ => None,
        }
    }

    /// Returns the wait that the provider asks for.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Model { source: ModelError::RateLimited { retry_after, .. }, .. } => *retry_after,
            _ => None,
        }
    }
}
