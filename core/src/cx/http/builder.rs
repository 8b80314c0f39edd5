use super::{check, urlencoded};
use crate::cx::{
    Capability, Cx, HttpBody, HttpError, HttpMethod, HttpRequest, HttpResponse, MissingService, host_in,
};
use crate::error::Result;
use futures_util::StreamExt;
use futures_util::stream::Stream;
use serde::Serialize;
use std::time::Duration;

/// An HTTP request that is being put together: begun by [`Http`](super::Http), ended by [`send`](Self::send).
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct HttpRequestBuilder<'a> {
    cx: &'a Cx,
    request: HttpRequest,
}

impl<'a> HttpRequestBuilder<'a> {
    pub(super) fn new(cx: &'a Cx, method: HttpMethod, url: String) -> Self {
        Self { cx, request: HttpRequest::new(method, url) }
    }

    /// Adds a header.
    ///
    /// A name or a value that is none, and a header that is the host's own affair (`host`, `content-length` and others of
    /// the connection), are refused by [`send`](Self::send).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.request.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a parameter to the URL's query, encoded as it has to be.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        let url = &mut self.request.url;
        url.truncate(url.find('#').unwrap_or(url.len()));
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&urlencoded::pairs([(name, value)]));
        self
    }

    /// Takes a value, written as JSON, as the body.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Result<Self> {
        let body = serde_json::to_vec(value).map_err(|source| HttpError::Unwritable { source })?;
        Ok(self.typed("application/json").bytes(body))
    }

    /// Takes the fields of a form as the body.
    pub fn form<K: AsRef<str>, V: AsRef<str>>(self, fields: impl IntoIterator<Item = (K, V)>) -> Self {
        let body = urlencoded::pairs(fields);
        self.typed("application/x-www-form-urlencoded").bytes(body)
    }

    /// Takes bytes, or a text, as the body.
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.request.body = HttpBody::Bytes(body.into());
        self
    }

    /// Takes a stream as the body; its first error ends the request.
    pub fn stream(mut self, body: impl Stream<Item = Result<Vec<u8>>> + Send + 'static) -> Self {
        self.request.body = HttpBody::Stream(body.boxed());
        self
    }

    /// Sets the time for the request and all of its answer: at most `net.max_timeout`; without it, `net.timeout`.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.request.timeout = Some(time);
        self
    }

    /// Sets the most bytes that the answer may have, where that is less than `net.answer_bytes`.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.request.max_bytes = Some(bytes);
        self
    }

    /// Sets the most redirects to follow, where that is less than `net.redirects`; with 0 a redirect is the answer.
    pub fn max_redirects(mut self, redirects: u32) -> Self {
        self.request.max_redirects = Some(redirects);
        self
    }

    /// Sends the request, and returns the answer as soon as its head is there.
    ///
    /// The error is an [`HttpError`], a [`MissingService`] where the host sends no requests for plugins, or a refusal where
    /// the plugin does not declare `net`.
    pub async fn send(self) -> Result<HttpResponse> {
        let Self { cx, request } = self;
        cx.demand(Capability::Net, "sends HTTP requests", "net")?;
        check::url(&request.url)?;
        check::headers(&request.headers)?;
        match &cx.services().http {
            Some(http) => Ok(http.send(cx.plugin(), request).await?),
            None => Err(MissingService::http(host_in(&request.url)).into()),
        }
    }

    /// Names the type of the body, unless the plugin has.
    fn typed(self, content_type: &str) -> Self {
        let name = "content-type";
        let is_named = self.request.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        if is_named { self } else { self.header(name, content_type) }
    }
}
