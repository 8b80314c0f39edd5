use crate::store::StoreError;
use hookwire::chain::Refused;
use hookwire::points::End;

/// The reason why a run ended without an answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    #[error("cancelled")]
    Cancelled,
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Limited(String),
    #[error("{0}")]
    Failed(String),
    #[error("the turn could not be kept")]
    Store(#[from] StoreError),
}

impl Stop {
    /// Returns the kind of end that the reason leads to.
    pub(super) fn end(&self) -> End {
        match self {
            Self::Cancelled => End::Cancelled,
            Self::Refused(_) => End::Refused,
            Self::Limited(_) => End::Limited,
            Self::Failed(_) | Self::Store(_) => End::Failed,
        }
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused.to_string())
    }
}
