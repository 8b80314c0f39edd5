use crate::api_error::ApiError;
use crate::headers::{bearer_token, login_cookie};
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use hookwire_engine::auth::{self, AuthError};
use hookwire_engine::store::Owner;
use std::convert::Infallible;

/// The sender of a request.
///
/// An application that mounts [`router`](crate::router) and knows its users already puts this into the
/// extensions of the request, in a layer around the router; such a request needs no token. One that a page of another origin sends to a
/// public path of a plugin is nobody's all the same.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    owner: Owner,
    name: Option<String>,
}

impl Caller {
    /// Makes a caller that sees what belongs to an owner, and whose answers to approvals carry a name.
    pub fn new(owner: Owner, name: impl Into<String>) -> Self {
        Self { owner, name: Some(name.into()) }
    }

    /// Returns the owner whose sessions, approvals and schedules the caller sees.
    pub(crate) fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Returns the name under which the caller answers approvals.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("http")
    }

    /// Returns the name of the caller's token, if it has one.
    pub(crate) fn token(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Refuses callers that are not whoever runs the host: what they may not see they may not change.
    pub(crate) fn require_operator(&self) -> Result<(), ApiError> {
        if self.is_operator() {
            return Ok(());
        }
        let message = "plugins are changed by whoever runs the host: with `hookwire plugins` on its machine";
        Err(ApiError::new(StatusCode::FORBIDDEN, "not_operator", message))
    }

    /// Returns whether the caller runs the host.
    pub(crate) fn is_operator(&self) -> bool {
        self.owner == Owner::default()
    }

    /// Finds the caller by the token in the headers.
    pub(super) async fn authenticate(headers: &HeaderMap, state: &AppState) -> Result<Self, ApiError> {
        let needed = state.needs_token();
        // Clients of OpenAI always send a key; where none is needed, only keys that look like tokens are checked.
        let token = bearer_token(headers).or_else(|| login_cookie(headers));
        let Some(token) = token.filter(|token| needed || auth::is_token(token)) else {
            return if needed {
                Err(unauthorized("a token is needed: Authorization: Bearer hw_…"))
            } else {
                Ok(Self::default())
            };
        };
        match auth::authenticate(&**state.engine().store(), token).await {
            Ok(token) => Ok(Self::new(token.owner, token.name)),
            Err(AuthError::Store(error)) => Err(error.into()),
            Err(error) => Err(unauthorized(&error.to_string())),
        }
    }

    /// Finds the caller of a request that needs no token: whoever sends one that counts, and else nobody.
    pub(super) async fn recognise(headers: &HeaderMap, state: &AppState) -> Option<Self> {
        bearer_token(headers).or_else(|| login_cookie(headers)).filter(|token| auth::is_token(token))?;
        Self::authenticate(headers, state).await.ok()
    }
}

fn unauthorized(message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}
