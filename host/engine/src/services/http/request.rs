use super::failure::failed;
use futures_util::TryStreamExt;
use hookwire::cx::{HttpBody, HttpError, HttpMethod, HttpRequest};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use std::io;

/// Makes the first request of a plugin's.
pub(super) fn first(request: HttpRequest) -> Result<Request, HttpError> {
    let url = Url::parse(&request.url).map_err(|error| HttpError::Url { why: error.to_string() })?;
    let method = method(request.method, &url)?;
    let mut made = Request::new(method, url);
    *made.headers_mut() = headers(&request.headers)?;
    *made.body_mut() = body(request.body);
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

fn body(body: HttpBody) -> Option<Body> {
    match body {
        HttpBody::Bytes(bytes) => Some(bytes.into()),
        HttpBody::Stream(pieces) => {
            Some(Body::wrap_stream(pieces.map_err(|error| io::Error::other(error.to_string()))))
        }
        _ => None,
    }
}
