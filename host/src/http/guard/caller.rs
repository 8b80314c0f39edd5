use super::super::door::Door;
use super::super::problem::Problem;
use super::token::{START, hash};
use crate::agent::now;
use crate::store::Owner;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use std::convert::Infallible;

/// Who sends a request.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct Caller {
    /// Whose things it sees.
    pub(in crate::http) owner: Owner,
    /// The name of its token, if it has one.
    pub(in crate::http) token: Option<String>,
}

impl Caller {
    /// Finds out who it is.
    pub(super) async fn of(headers: &HeaderMap, door: &Door) -> Result<Self, Problem> {
        let bearer = bearer(headers);
        // Clients of other services always send a key; where none is needed, only ours have to be right.
        let Some(given) = bearer.filter(|given| door.guarded || given.starts_with(START)) else {
            return if door.guarded {
                Err(refused("a token is needed: Authorization: Bearer hw_…"))
            } else {
                Ok(Self::default())
            };
        };
        match door.agent.store().token(&hash(given)).await? {
            None => Err(refused("this token does not open the door")),
            Some(token) if token.expires_at.is_some_and(|at| at <= now()) => {
                Err(refused("this token has expired"))
            }
            Some(token) => Ok(Self { owner: token.owner, token: Some(token.name) }),
        }
    }

    /// Returns what it is called where it answers a question.
    pub(in crate::http) fn name(&self) -> &str {
        self.token.as_deref().unwrap_or("http")
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, given) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| given.trim())
}

fn refused(message: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}
