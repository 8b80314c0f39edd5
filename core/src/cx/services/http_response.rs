use super::http_error::{HttpError, host_in};
use crate::error::Result;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde::de::DeserializeOwned;
use std::fmt;

/// The answer to an HTTP request: its head, and its body while it comes.
///
/// It is an answer whatever its status is; [`error_for_status`](Self::error_for_status) makes an error of one that is no
/// success. The request counts as under way until the answer is read or dropped.
#[non_exhaustive]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers, in order; a name is in small letters and may stand there twice.
    pub headers: Vec<(String, String)>,
    /// The URL that answered, behind all redirects; it may hold secrets.
    pub url: String,
    body: BoxStream<'static, Result<Vec<u8>, HttpError>>,
}

impl HttpResponse {
    /// Makes an answer, for a host.
    pub fn new(
        status: u16,
        headers: Vec<(String, String)>,
        url: impl Into<String>,
        body: BoxStream<'static, Result<Vec<u8>, HttpError>>,
    ) -> Self {
        Self { status, headers, url: url.into(), body }
    }

    /// Returns the first header of a name, whatever its letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    /// Returns whether the status is a success: 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns the answer if its status is a success, otherwise an [`HttpError::Status`].
    pub fn error_for_status(self) -> Result<Self> {
        if self.is_success() {
            return Ok(self);
        }
        Err(HttpError::Status { host: host_in(&self.url).into(), status: self.status }.into())
    }

    /// Reads the rest of the body.
    pub async fn bytes(mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.chunk().await? {
            bytes.extend(piece);
        }
        Ok(bytes)
    }

    /// Reads the rest of the body as UTF-8; what is not becomes `\u{fffd}`.
    pub async fn text(self) -> Result<String> {
        let text = String::from_utf8(self.bytes().await?);
        Ok(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// Reads the rest of the body as JSON.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        let host = host_in(&self.url).to_owned();
        let bytes = self.bytes().await?;
        Ok(serde_json::from_slice(&bytes).map_err(|source| HttpError::Json { host, source })?)
    }

    /// Reads the next piece of the body; `None` at its end.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>> {
        Ok(self.body.next().await.transpose()?)
    }

    /// Returns the rest of the body, piece by piece.
    pub fn stream(self) -> BoxStream<'static, Result<Vec<u8>>> {
        self.body.map(|piece| Ok(piece?)).boxed()
    }
}

/// Shows no URL, no value of a header and no body: each may be secret.
impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}
