use super::failure::{failed, host_of};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use hookwire::cx::{HttpBody, HttpError, HttpMethod, HttpRequest};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use std::error::Error;

/// The error of a body that is a stream and has more bytes than it may.
#[derive(Debug, thiserror::Error)]
#[error("the body has more than {limit} bytes")]
pub(super) struct BodyTooLarge {
    pub(super) limit: u64,
}

/// Makes the first request of a plugin's, whose body may have so many bytes.
pub(super) fn first(request: HttpRequest, limit: u64) -> Result<Request, HttpError> {
    let url = Url::parse(&request.url).map_err(|error| HttpError::Url { why: error.to_string() })?;
    if let HttpBody::Bytes(bytes) = &request.body
        && bytes.len() as u64 > limit
    {
        return Err(HttpError::BodyTooLarge { host: host_of(&url), limit });
    }
    let method = method(request.method, &url)?;
    let mut made = Request::new(method, url);
    *made.headers_mut() = headers(&request.headers)?;
    *made.body_mut() = body(request.body, limit);
    Ok(made)
}

fn method(method: HttpMethod, url: &Url) -> Result<Method, HttpError> {
    Method::from_bytes(method.as_str().as_bytes()).map_err(|error| failed(url, error))
}

fn headers(headers: &[(String, String)]) -> Result<HeaderMap, HttpError> {
    let mut made = HeaderMap::new();
    for (name, value) in headers {
        let wrong = |why| HttpError::Header { name: name.clone(), why };
        let parsed =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("that is no name of a header"))?;
        let value = HeaderValue::from_str(value)
            .map_err(|_| wrong("its value has a character that none may have"))?;
        made.append(parsed, value);
    }
    Ok(made)
}

fn body(body: HttpBody, limit: u64) -> Option<Body> {
    match body {
        HttpBody::Bytes(bytes) => Some(bytes.into()),
        HttpBody::Stream(pieces) => Some(Body::wrap_stream(counted(pieces, limit))),
        _ => None,
    }
}

type BodyError = Box<dyn Error + Send + Sync>;

/// Ends a stream with an error where it has more bytes than it may.
fn counted(
    pieces: BoxStream<'static, hookwire::Result<Vec<u8>>>,
    limit: u64,
) -> BoxStream<'static, Result<Vec<u8>, BodyError>> {
    let mut left = limit;
    let counted = pieces.map(move |piece| {
        let piece = piece.map_err(|error| BodyError::from(error.to_string()))?;
        left = left.checked_sub(piece.len() as u64).ok_or(BodyTooLarge { limit })?;
        Ok(piece)
    });
    counted.boxed()
}
