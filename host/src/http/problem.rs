use crate::agent::SendError;
use crate::store::StoreError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request gets no answer.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
    /// After how many seconds it may go better.
    pub(super) retry_after: Option<u64>,
}

/// Every error looks like this.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Failure {
    pub(super) error: Told,
}

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Told {
    /// For programs: a word that stays the same.
    #[schema(example = "unknown_session")]
    pub(super) code: &'static str,
    /// For people.
    pub(super) message: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    pub(super) fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(super) fn unknown(what: &str, code: &'static str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, format!("there is no {what} `{id}`"))
    }

    pub(super) fn after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let told = Told { code: self.code, message: self.message.clone() };
        let mut response = (self.status, Json(Failure { error: told })).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<SendError> for Problem {
    fn from(error: SendError) -> Self {
        use StatusCode as S;
        let error = match error {
            SendError::Store(error) => return error.into(),
            error => error,
        };
        let (status, code) = match &error {
            SendError::Empty => (S::BAD_REQUEST, "empty_message"),
            SendError::TooLong { .. } => (S::PAYLOAD_TOO_LARGE, "too_large"),
            SendError::NoAgent(_) => (S::NOT_FOUND, "unknown_agent"),
            SendError::NoSession(_) => (S::NOT_FOUND, "unknown_session"),
            SendError::Closed(_) => (S::CONFLICT, "session_closed"),
            SendError::OtherAgent { .. } => (S::CONFLICT, "other_agent"),
            SendError::Dropped(_) => (S::FORBIDDEN, "dropped"),
            SendError::Refused(_) => (S::FORBIDDEN, "refused"),
            SendError::KeyReused(_) => (S::CONFLICT, "key_reused"),
            SendError::Busy => (S::SERVICE_UNAVAILABLE, "busy"),
            SendError::Stopping => (S::SERVICE_UNAVAILABLE, "stopping"),
            SendError::Store(_) => (S::INTERNAL_SERVER_ERROR, "store"),
        };
        let problem = Self::new(status, code, error.to_string());
        if status == S::SERVICE_UNAVAILABLE { problem.after(1) } else { problem }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let mut why = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            why = format!("{why}: {error}");
            cause = error.source();
        }
        tracing::error!("{why}");
        let status = match &error {
            StoreError::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
            StoreError::Locked | StoreError::InUse { .. } => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::Unknown { .. } => StatusCode::NOT_FOUND,
            StoreError::Taken { .. } => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let problem = Self::new(status, "store", error.to_string());
        if status == StatusCode::SERVICE_UNAVAILABLE { problem.after(1) } else { problem }
    }
}
