use crate::wire::{ErrorBody, ErrorEnvelope};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hookwire_engine::SendError;
use hookwire_engine::error_chain::error_chain;
use hookwire_engine::store::StoreError;

/// An answer that is an error: its status, a code for programs, and a message for people.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// The seconds after which the same request may succeed.
    retry_after: Option<u64>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn not_found(what: &str, code: &'static str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, format!("there is no {what} `{id}`"))
    }

    /// Returns the answer to a request for which there is no room at the moment.
    pub(crate) fn busy(message: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message).retry_after(1)
    }

    /// Returns the answer to a body that is larger than a setting allows.
    pub(crate) fn too_large(what: &str, setting: &str) -> Self {
        let message = format!("{what} is too large ({setting})");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
    }

    pub(crate) fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let error = ErrorBody { code: self.code, message: self.message.clone() };
        let mut response = (self.status, Json(ErrorEnvelope { error })).into_response();
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

impl From<SendError> for ApiError {
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
            SendError::Blocked(_) => (S::GATEWAY_TIMEOUT, "blocked"),
            SendError::KeyReused(_) => (S::CONFLICT, "key_reused"),
            SendError::Busy => (S::SERVICE_UNAVAILABLE, "busy"),
            SendError::Stopping => (S::SERVICE_UNAVAILABLE, "stopping"),
            SendError::Store(_) => (S::INTERNAL_SERVER_ERROR, "store"),
        };
        let answer = Self::new(status, code, error.to_string());
        if status == S::SERVICE_UNAVAILABLE { answer.retry_after(1) } else { answer }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        // The client reads only the first sentence: the rest names files and databases.
        tracing::error!("{}", error_chain(&error));
        let status = match &error {
            StoreError::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
            StoreError::Locked | StoreError::InUse { .. } => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::Unknown { .. } => StatusCode::NOT_FOUND,
            StoreError::Taken { .. } => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let answer = Self::new(status, "store", error.to_string());
        if status == StatusCode::SERVICE_UNAVAILABLE { answer.retry_after(1) } else { answer }
    }
}
