//! Extractors for bodies, queries and paths, whose errors say exactly what does not fit.

use crate::api_error::ApiError;
use crate::limits::{RequestPermit, too_slow};
use crate::wire::Fields;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use hookwire::suggest::unknown;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Send + Sync, T: Fields> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !has_content_type(request.headers(), "application/json") {
            let message = "the body must be JSON: content-type: application/json";
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message));
        }
        let permit = RequestPermit::of(&request);
        let body = parse(&bytes(request, state).await?)?;
        permit.map_or(Ok(()), |permit| permit.acquire())?;
        Ok(Self(body))
    }
}

/// The body of a form.
pub(crate) struct Form<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let wanted = "application/x-www-form-urlencoded";
        if !has_content_type(request.headers(), wanted) {
            let message = format!("the body must be a form: content-type: {wanted}");
            return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_a_form", message));
        }
        let permit = RequestPermit::of(&request);
        let body = bytes(request, state).await?;
        permit.map_or(Ok(()), |permit| permit.acquire())?;
        let wrong = || ApiError::bad_request("invalid_form", "the fields of the form do not fit");
        // A form is written as a query is.
        let query = std::str::from_utf8(&body).ok().and_then(|body| format!("/?{body}").parse::<Uri>().ok());
        let axum::extract::Query(form) =
            axum::extract::Query::try_from_uri(&query.ok_or_else(wrong)?).map_err(|_| wrong())?;
        Ok(Self(form))
    }
}

/// Returns whether the header `Content-Type` names a media type.
pub(crate) fn has_content_type(headers: &HeaderMap, wanted: &str) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok());
    let given = given.and_then(|given| given.split(';').next()).unwrap_or_default();
    given.trim().eq_ignore_ascii_case(wanted)
}

/// Reads a body to its end, within the limits of its size and its time.
pub(crate) async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large("the body", "http.body_bytes"),
        _ => too_slow(&rejection)
            .unwrap_or_else(|| ApiError::bad_request("broken_body", "the body broke off before its end")),
    })
}

fn parse<T: Fields>(bytes: &[u8]) -> Result<T, ApiError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("the body is no UTF-8 from byte {} on", error.valid_up_to());
        ApiError::bad_request("invalid_utf8", message)
    })?;
    let value: Value = serde_json::from_str(text)
        .map_err(|error| ApiError::bad_request("invalid_json", format!("the body is no JSON: {error}")))?;
    deserialize(value)
}

fn deserialize<T: Fields>(value: Value) -> Result<T, ApiError> {
    let wrong = |message: String| ApiError::bad_request("invalid_request", message);
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

/// Returns the answer to a multipart body that breaks off, is too large or comes too slowly.
pub(crate) fn multipart_error(error: &MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::too_large("the body", "http.body_bytes and http.attachment_bytes");
    }
    too_slow(error).unwrap_or_else(|| invalid_multipart(&error.body_text()))
}

/// Returns the answer to a body that is no multipart body.
pub(crate) fn invalid_multipart(why: &str) -> ApiError {
    ApiError::bad_request("broken_body", format!("the parts of the body cannot be read: {why}"))
}

/// The query of a request.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = axum::extract::Query::try_from_uri(&parts.uri);
        let wrong = |error: axum::extract::rejection::QueryRejection| {
            use std::error::Error;
            let why = error.source().map_or_else(|| error.body_text(), ToString::to_string);
            ApiError::bad_request("invalid_query", format!("the query does not fit: {why}"))
        };
        query.map(|axum::extract::Query(query)| Self(query)).map_err(wrong)
    }
}

/// The parameters in the path of a request.
pub(crate) struct Path<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(path)| Self(path)).map_err(|error| {
            ApiError::bad_request("invalid_path", format!("the path does not fit: {}", error.body_text()))
        })
    }
}
