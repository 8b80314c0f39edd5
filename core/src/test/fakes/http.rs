use super::http_answer::HttpAnswer;
use crate::cx::{HttpBody, HttpError, HttpMethod, HttpRequest, HttpResponse, HttpService, host_in};
use crate::error::Result;
use crate::lock::lock;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, TryStreamExt};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

/// HTTP that answers as a test has told it, and keeps what was sent; a request without an answer fails.
#[derive(Default)]
pub struct FakeHttp {
    answers: Mutex<BTreeMap<(HttpMethod, String), VecDeque<HttpAnswer>>>,
    sent: Mutex<Vec<HttpSent>>,
}

/// A request that a plugin has sent in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpSent {
    /// The plugin's id.
    pub plugin: &'static str,
    /// The method.
    pub method: HttpMethod,
    /// The URL.
    pub url: String,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body; all of it, where it was a stream.
    pub body: Vec<u8>,
    /// The time that the plugin has named.
    pub timeout: Option<Duration>,
}

impl HttpSent {
    /// Returns the first header of a name, whatever its letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    /// Returns the body as a text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the body as JSON.
    ///
    /// # Panics
    /// If it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("the body is no JSON: {error}: {}", self.text()))
    }
}

impl FakeHttp {
    /// Adds an answer to a request with this URL; several are given in turn, the last one as often as it is asked for.
    pub fn add(&self, method: HttpMethod, url: &str, answer: HttpAnswer) {
        lock(&self.answers).entry((method, url.to_owned())).or_default().push_back(answer);
    }

    /// Returns what was sent so far, in order.
    pub fn sent(&self) -> Vec<HttpSent> {
        lock(&self.sent).clone()
    }

    fn answer(&self, method: HttpMethod, url: &str) -> Option<HttpAnswer> {
        let mut answers = lock(&self.answers);
        let answers = answers.get_mut(&(method, url.to_owned()))?;
        if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }
    }

    async fn exchange(&self, plugin: &'static str, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let HttpRequest { method, url, headers, body, timeout, max_bytes, .. } = request;
        let host = || host_in(&url).to_owned();
        let failed = |why: String| HttpError::Failed { host: host(), source: why.clone().into(), why };
        let body = match body {
            HttpBody::Empty => Vec::new(),
            HttpBody::Bytes(bytes) => bytes,
            HttpBody::Stream(pieces) => {
                pieces.try_concat().await.map_err(|error| failed(error.to_string()))?
            }
        };
        let sent = HttpSent { plugin, method, url: url.clone(), headers, body, timeout };
        lock(&self.sent).push(sent);
        match self.answer(method, &url) {
            Some(answer) => answer.response(&url, max_bytes),
            None => Err(failed(format!(
                "the test has no answer to it; give it one: \
                 `.http(HttpMethod::{method:?}, \"{url}\", HttpAnswer::status(200))`"
            ))),
        }
    }
}

impl HttpService for FakeHttp {
    fn send(
        &self,
        plugin: &'static str,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<HttpResponse, HttpError>> {
        self.exchange(plugin, request).boxed()
    }
}

/// Shows no request: it may hold what a test proves to be hidden.
impl fmt::Debug for FakeHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeHttp").field("sent", &lock(&self.sent).len()).finish_non_exhaustive()
    }
}
