//! Bodies, queries and paths, read so that what does not fit is said exactly.

use super::guard::{Place, too_slow};
use super::problem::Problem;
use crate::unknown::unknown;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a body may have.
pub(super) trait Fields: DeserializeOwned {
    /// Their names; anything may stand there, if absent.
    const FIELDS: Option<&'static [&'static str]>;
}

/// A body of JSON.
pub(super) struct Json<T>(pub(super) T);

impl<S: Send + Sync, T: Fields> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_type(request.headers(), "application/json") {
            let message = "the body must be JSON: content-type: application/json";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message));
        }
        let place = Place::of(&request);
        let body = read(&bytes(request, state).await?)?;
        place.map_or(Ok(()), |place| place.take())?;
        Ok(Self(body))
    }
}

/// Returns whether a body says it is of a type.
pub(super) fn is_type(headers: &HeaderMap, wanted: &str) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok());
    let given = given.and_then(|given| given.split(';').next()).unwrap_or_default();
    given.trim().eq_ignore_ascii_case(wanted)
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large("the body", "http.body_bytes"),
        _ => too_slow(&rejection)
            .unwrap_or_else(|| Problem::bad("broken_body", "the body broke off before its end")),
    })
}

/// Says that something is larger than a setting allows.
pub(super) fn too_large(what: &str, setting: &str) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("{what} is too large ({setting})"))
}

/// Reads JSON.
pub(super) fn read<T: Fields>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Problem::bad("invalid_utf8", format!("the body is no UTF-8 from byte {} on", error.valid_up_to()))
    })?;
    let value: Value = serde_json::from_str(text)
        .map_err(|error| Problem::bad("invalid_json", format!("the body is no JSON: {error}")))?;
    fit(value)
}

fn fit<T: Fields>(value: Value) -> Result<T, Problem> {
    let wrong = |message: String| Problem::bad("invalid_request", message);
    let Value::Object(fields) = &value else {
        return Err(wrong("the body must be a JSON object".into()));
    };
    if let Some(known) = T::FIELDS
        && let Some(field) = fields.keys().find(|field| !known.contains(&field.as_str()))
    {
        return Err(wrong(unknown("field", field, known.iter().copied())));
    }
    serde_path_to_error::deserialize(value).map_err(|error| match error.path().to_string().as_str() {
        "." => wrong(error.inner().to_string()),
        path => wrong(format!("`{path}`: {}", error.inner())),
    })
}

/// What stands behind the question mark.
pub(super) struct Asked<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::try_from_uri(&parts.uri);
        let wrong = |error: axum::extract::rejection::QueryRejection| {
            use std::error::Error;
            let why = error.source().map_or_else(|| error.body_text(), ToString::to_string);
            Problem::bad("invalid_query", format!("the query does not fit: {why}"))
        };
        read.map(|axum::extract::Query(read)| Self(read)).map_err(wrong)
    }
}

/// What stands in the path.
pub(super) struct Path<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(read)| Self(read)).map_err(|error| {
            Problem::bad("invalid_path", format!("the path does not fit: {}", error.body_text()))
        })
    }
}
