use crate::error::Error;
use crate::fault::Refused;

/// The reason why a tool call has no result of its tool; the model reads its text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// The arguments do not fit the tool's schema.
    #[error("{0}")]
    Arguments(String),
    /// A hook refused the call.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// A hook turned the call into one of another tool, which has another schema.
    #[error("a hook turned the call of `{from}` into one of `{to}`")]
    Renamed {
        /// The tool that the model called.
        from: String,
        /// The tool that the hook named.
        to: String,
    },
    /// A gate denied the call, for these reasons.
    #[error("the call was denied by {0}")]
    Denied(String),
    /// A gate asked, and no human allowed the call.
    #[error("{0}")]
    NotAllowed(String),
    /// The host could not begin the call.
    #[error("{0}")]
    NotBegun(String),
    /// The tool, or a hook around it, failed.
    #[error("{0}")]
    Failed(Error),
}
