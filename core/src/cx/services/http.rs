use super::http_error::HttpError;
use super::http_response::HttpResponse;
use crate::error::Result;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// The service that sends HTTP requests for plugins.
pub trait HttpService: Send + Sync + fmt::Debug {
    /// Sends a request of a plugin, and returns the answer as soon as its head is there.
    fn send(
        &self,
        plugin: &'static str,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<HttpResponse, HttpError>>;
}

/// An HTTP request, made by [`Cx::http`](crate::Cx::http); its URL and headers have passed the check there.
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// The URL, which may hold secrets and stands in no error.
    pub url: String,
    /// The headers, in order; a name may stand there twice.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: HttpBody,
    /// The time for the request and all of its answer, if the plugin names one.
    pub timeout: Option<Duration>,
    /// The most bytes that the answer may have, if the plugin names a limit.
    pub max_bytes: Option<u64>,
    /// The most redirects to follow, if the plugin names a limit.
    pub max_redirects: Option<u32>,
}

/// The method of an HTTP request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
#[allow(missing_docs, reason = "they are HTTP's own")]
pub enum HttpMethod {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

/// The body of an HTTP request.
#[derive(Default)]
#[non_exhaustive]
pub enum HttpBody {
    /// None.
    #[default]
    Empty,
    /// Bytes, which are sent again where a redirect asks for it.
    Bytes(Vec<u8>),
    /// Pieces of unknown length, which can be sent once.
    Stream(BoxStream<'static, Result<Vec<u8>>>),
}

impl HttpRequest {
    /// Makes a request without headers and body.
    pub fn new(method: HttpMethod, url: impl Into<String>) -> Self {
        Self {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: HttpBody::Empty,
            timeout: None,
            max_bytes: None,
            max_redirects: None,
        }
    }
}

impl HttpMethod {
    /// Returns the method as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}

impl fmt::Display for HttpMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Shows no URL, no value of a header and no body: each may be secret.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("headers", &names)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for HttpBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}
