use serde::Serialize;
use utoipa::ToSchema;

/// The body of every answer that is an error.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorEnvelope {
    pub(crate) error: ErrorBody,
}

/// An error.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// The error's code, for programs: it stays the same.
    #[schema(example = "unknown_session")]
    pub(crate) code: &'static str,
    /// The error's message, for people.
    pub(crate) message: String,
}
