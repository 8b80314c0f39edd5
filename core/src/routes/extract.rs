use super::base_path::BasePath;
use crate::cx::Cx;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

/// The error of a handler that wants a [`Cx`] or a [`BasePath`] where no host has called it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no host has called this router; in a test, `Kit::routes` does")]
pub struct NoContext;

impl IntoResponse for NoContext {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.to_string()).into_response()
    }
}

/// The context of the request: who asks; cancelled when the client has left or the host closes.
impl<S: Sync> FromRequestParts<S> for Cx {
    type Rejection = NoContext;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NoContext> {
        parts.extensions.get().cloned().ok_or(NoContext)
    }
}

impl<S: Sync> FromRequestParts<S> for BasePath {
    type Rejection = NoContext;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NoContext> {
        parts.extensions.get().cloned().ok_or(NoContext)
    }
}
