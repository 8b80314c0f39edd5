use super::failure::host_of;
use hookwire::cx::HttpError;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION,
    CONTENT_TYPE, HeaderMap, LOCATION, USER_AGENT,
};
use reqwest::{Method, Request, Response, StatusCode, Url};

/// A request that was sent, as far as it may be wanted again.
pub(super) struct Sent {
    method: Method,
    url: Url,
    headers: HeaderMap,
    /// The whole of it, unless its body is a stream.
    whole: Option<Request>,
}

impl Sent {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            url: request.url().clone(),
            headers: request.headers().clone(),
            whole: request.try_clone(),
        }
    }

    pub(super) fn host(&self) -> String {
        host_of(&self.url)
    }

    /// Returns the request that a redirect asks for.
    pub(super) fn redirected(self, status: StatusCode, target: Url) -> Result<Request, HttpError> {
        if self.url.scheme() == "https" && target.scheme() == "http" {
            return Err(HttpError::Downgrade { host: self.host() });
        }
        let becomes_get = match status {
            StatusCode::SEE_OTHER => !matches!(self.method, Method::GET | Method::HEAD),
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
            _ => false,
        };
        let body = match self.whole {
            _ if becomes_get => None,
            Some(mut whole) => whole.body_mut().take(),
            None => return Err(HttpError::StreamIsSpent { host: host_of(&self.url) }),
        };
        let mut headers = self.headers;
        if target.origin() != self.url.origin() {
            headers = harmless(&headers);
        }
        if becomes_get {
            for name in [CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LOCATION, CONTENT_TYPE] {
                headers.remove(name);
            }
        }
        let mut next = Request::new(if becomes_get { Method::GET } else { self.method }, target);
        *next.headers_mut() = headers;
        *next.body_mut() = body;
        Ok(next)
    }
}

/// Returns the headers that another origin may see: those that hold no secret.
fn harmless(headers: &HeaderMap) -> HeaderMap {
    let known = [
        ACCEPT,
        ACCEPT_ENCODING,
        ACCEPT_LANGUAGE,
        CONTENT_ENCODING,
        CONTENT_LANGUAGE,
        CONTENT_TYPE,
        USER_AGENT,
    ];
    headers
        .iter()
        .filter(|(name, _)| known.contains(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Returns where a response redirects to, if it does.
pub(super) fn target(response: &Response) -> Result<Option<Url>, HttpError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else {
        return Ok(None);
    };
    let location = String::from_utf8_lossy(location.as_bytes());
    let target = response.url().join(&location);
    target
        .map(Some)
        .map_err(|error| HttpError::Url { why: format!("the target of a redirect is none: {error}") })
}
