use crate::cx::{HttpError, HttpResponse, host_in};
use crate::error::Result;
use futures_util::StreamExt;
use futures_util::stream;
use serde::Serialize;

/// An answer that a test gives to the requests of plugins.
#[derive(Debug, Clone)]
pub struct HttpAnswer {
    status: u16,
    headers: Vec<(String, String)>,
    pieces: Vec<Vec<u8>>,
    failure: Option<String>,
}

impl HttpAnswer {
    /// Makes an answer without a body.
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), pieces: Vec::new(), failure: None }
    }

    /// Makes an answer with the status 200 and a body of one piece.
    pub fn bytes(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200).piece(body)
    }

    /// Makes an answer with the status 200 and a value, written as JSON.
    ///
    /// # Panics
    /// If the value cannot be written.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        let body = serde_json::to_vec(value).unwrap_or_else(|error| panic!("no JSON: {error}"));
        Self::bytes(body).header("content-type", "application/json")
    }

    /// Makes a failure: nobody answers. With pieces before it, the answer breaks off behind them.
    pub fn failure(why: impl Into<String>) -> Self {
        Self { failure: Some(why.into()), ..Self::status(200) }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// Adds a piece to the body.
    #[must_use]
    pub fn piece(mut self, piece: impl Into<Vec<u8>>) -> Self {
        self.pieces.push(piece.into());
        self
    }

    /// Returns the response, whose body may have so many bytes.
    pub(super) fn response(self, url: &str, max_bytes: Option<u64>) -> Result<HttpResponse, HttpError> {
        let Self { status, headers, pieces, failure } = self;
        let host = host_in(url).to_owned();
        let failed = |why: String| HttpError::Failed { host: host.clone(), source: why.clone().into(), why };
        if let Some(why) = failure.clone().filter(|_| pieces.is_empty()) {
            return Err(failed(why));
        }
        let limit = max_bytes.unwrap_or(u64::MAX);
        let mut room = limit;
        let mut body = Vec::new();
        for piece in pieces {
            let Some(left) = room.checked_sub(piece.len() as u64) else {
                body.push(Err(HttpError::TooLarge { host: host.clone(), limit }));
                break;
            };
            room = left;
            body.push(Ok(piece));
        }
        body.extend(failure.map(|why| Err(failed(why))));
        Ok(HttpResponse::new(status, headers, url, stream::iter(body).boxed()))
    }
}
