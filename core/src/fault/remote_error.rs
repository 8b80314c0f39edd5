use super::{Fault, FaultKind, Refused};
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::error::Error as StdError;

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
            Self::Failed { .. } | Self::Refused { .. } | Self::Passed { .. } => FaultKind::Error,
            Self::Panicked { .. } => FaultKind::Panic,
            Self::TimedOut { .. } => FaultKind::Timeout,
            Self::Lost { .. } | Self::Protocol { .. } => FaultKind::Lost,
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
        let mut causes = Vec::new();
        let mut cause: Option<&dyn StdError> = error.source().source();
        while let Some(error) = cause {
            causes.push(error.to_string());
            cause = error.source();
        }
        Self::Failed { message: error.to_string(), causes }
    }
}

impl FaultKind {
    /// Returns the way in which code failed that returned an error: another one than `Error` if it runs in another process.
    pub(crate) fn of(error: &Error) -> Self {
        error.downcast_ref().map_or(Self::Error, RemoteError::fault_kind)
    }
}
