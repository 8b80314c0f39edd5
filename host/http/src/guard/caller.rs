use crate::api_error::ApiError;
use crate::headers::{bearer_token, login_cookie};
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hookwire_engine::auth::{self, AuthError};
use hookwire_engine::store::Owner;

/// The sender of a request.
///
/// An application that mounts [`router`](crate::router) and knows its users already puts this into the
/// extensions of the request, in a layer around the router; such a request needs no token. One that a page of another origin sends to a
/// public path of a plugin is nobody's all the same.
#[derive(Debug, Clone)]
pub struct Caller {
    owner: Owner,
    name: Option<String>,
}

impl Caller {
    /// Makes a caller that sees what belongs to an owner, and whose answers to approvals carry a name.
    pub fn new(owner: Owner, name: impl Into<String>) -> Self {
        Self { owner, name: Some(name.into()) }
    }

    /// Makes the caller that is whoever runs the host: what belongs to nobody else is theirs, and they may change plugins.
    pub fn operator() -> Self {
        Self { owner: Owner::default(), name: None }
    }

    /// Returns the caller that was put into the extensions of a request.
    pub(crate) fn of(extensions: &Extensions) -> Result<Self, ApiError> {
        let caller = extensions.get::<Self>().cloned();
        caller.ok_or_else(|| {
            unauthorized("nobody is known as the sender of this request; send a token with it")
        })
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
                Ok(Self::operator())
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
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        Self::of(&parts.extensions).map_err(IntoResponse::into_response)
    }
}

#[cfg(test)]
mod tests {
    use super::Caller;
    use axum::http::{Extensions, StatusCode};
    use hookwire_engine::store::Owner;

    #[test]
    fn a_request_of_nobody_is_refused_and_not_the_operators() {
        let error = Caller::of(&Extensions::new()).expect_err("nobody was put there");
        assert_eq!((error.status(), error.code()), (StatusCode::UNAUTHORIZED, "unauthorized"));
    }

    #[test]
    fn whoever_was_put_there_is_the_caller() {
        let mut extensions = Extensions::new();
        extensions.insert(Caller::new(Owner { tenant: "acme".into(), user: "ann".into() }, "ann"));
        let caller = Caller::of(&extensions).expect("ann");
        assert!(caller.owner().user == "ann" && !caller.is_operator());
        extensions.insert(Caller::operator());
        assert!(Caller::of(&extensions).expect("the operator").is_operator());
    }
}
