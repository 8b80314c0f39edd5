use super::known_error::{EncodedError, KnownError};
use crate::cx::{HttpError, host_in};
use crate::error::Error;
use crate::error_parts::{Cause, cause};
use crate::fault::{Fault, FaultKind, Refused};
use serde::{Deserialize, Serialize};

/// Why a call of another process gave no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RemoteError {
    /// The code returned an error.
    #[error("{message}")]
    Failed {
        /// The text of the error.
        message: String,
        /// The texts of its causes, from the nearest one.
        causes: Vec<String>,
    },
    /// The code returned an error of one of this crate's types that plugins match on.
    #[error("{message}")]
    Known {
        /// The text of the error.
        message: String,
        /// The texts of its causes, from the nearest one.
        causes: Vec<String>,
        /// The error.
        error: EncodedError,
    },
    /// The code panicked.
    #[error("{message}")]
    Panicked {
        /// The text of the panic.
        message: String,
    },
    /// A hook of another plugin refused what the code has fired.
    #[error("{}", refusal.message)]
    Refused {
        /// The fault that refused.
        refusal: Box<Fault>,
    },
    /// The code returned the error that came from its `next`, and is not at fault.
    #[error("{message}")]
    Passed {
        /// The number of the error among those that came from there.
        index: u32,
        /// The text of the error.
        message: String,
    },
    /// The code took longer than it may.
    #[error("{message}")]
    TimedOut {
        /// What took how long.
        message: String,
    },
    /// The process ended, or was ended, before there was a result.
    #[error("{why}")]
    Lost {
        /// How it ended.
        why: String,
    },
    /// The process asked for what is another's, or said of itself what is not true.
    #[error("a worker says what is not true: {why}")]
    Forged {
        /// What was not true.
        why: String,
    },
    /// The process sent what nobody can read.
    #[error("the two processes do not understand each other: {why}")]
    Protocol {
        /// What was wrong.
        why: String,
    },
}

impl RemoteError {
    /// Returns the way in which the code failed.
    pub fn fault_kind(&self) -> FaultKind {
        match self {
            Self::Failed { .. } | Self::Known { .. } | Self::Refused { .. } | Self::Passed { .. } => {
                FaultKind::Error
            }
            Self::Panicked { .. } => FaultKind::Panic,
            Self::TimedOut { .. } => FaultKind::Timeout,
            Self::Lost { .. } | Self::Forged { .. } | Self::Protocol { .. } => FaultKind::Lost,
        }
    }

    /// Takes the text of an error and of its causes, as errors themselves do not travel.
    pub fn of(error: &Error) -> Self {
        if let Some(remote) = error.downcast_ref::<Self>() {
            return remote.clone();
        }
        if let Some(refused) = error.downcast_ref::<Refused>() {
            return Self::Refused { refusal: Box::new(refused.fault().clone()) };
        }
        let (message, causes) = (error.to_string(), cause::texts(error.source()));
        match EncodedError::of(error) {
            Some(error) => Self::Known { message, causes, error },
            None => Self::Failed { message, causes },
        }
    }

    /// Returns the error as the other process had it, as far as that can be: of its own type if that is one of this crate's,
    /// otherwise one with the same text and the same causes.
    pub fn into_error(self) -> Error {
        match self {
            Self::Failed { message, causes } => Cause::new(message, causes).into(),
            Self::Known { message, causes, error } => {
                error.error().unwrap_or_else(|| Cause::new(message, causes).into())
            }
            Self::Refused { refusal } => Refused::new(*refusal, None).into(),
            other => other.into(),
        }
    }

    /// Returns the error of a type, if that is what the other process had.
    pub fn downcast<E: KnownError>(self) -> Result<E, Self> {
        match &self {
            Self::Known { error, .. } if error.is::<E>() => error.read().ok_or(self),
            _ => Err(self),
        }
    }

    /// Returns the error as one of an HTTP request, which says what kept it from being sent if it is none.
    pub fn into_http_error(self, url: &str) -> HttpError {
        self.downcast().unwrap_or_else(|other: Self| HttpError::Failed {
            host: host_in(url).into(),
            why: other.to_string(),
            source: Box::new(other),
        })
    }
}
