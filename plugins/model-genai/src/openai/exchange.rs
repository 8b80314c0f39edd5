use super::answer::AnswerReader;
use super::connection::Connection;
use super::request;
use super::sse::MAX_EVENT_BYTES;
use crate::provider_errors::ErrorMapper;
use hookwire::model::{ModelError, Piece};
use hookwire::points::ModelRequest;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use std::time::Duration;
use tokio::time::timeout;

/// How long to wait for the usage after the model has finished.
const USAGE_GRACE: Duration = Duration::from_secs(5);
/// The most bytes of an error's body that are read.
const MAX_ERROR_BYTES: usize = 64 << 10;

/// A request to a server and its response. Dropping it closes the connection.
pub(super) struct Exchange<'a> {
    connection: &'a Connection,
    request: &'a ModelRequest,
    errors: ErrorMapper,
    response: Option<Response>,
    answer: AnswerReader<'a>,
    /// The error once all pieces before it were returned.
    error: Option<ModelError>,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(connection: &'a Connection, request: &'a ModelRequest) -> Self {
        let errors = ErrorMapper::new(connection.server.url.as_str(), None, connection.server.key.clone());
        let answer = AnswerReader::new(request, errors.clone());
        Self { connection, request, errors, response: None, answer, error: None }
    }

    /// Returns the next piece, or `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Piece>, ModelError> {
        loop {
            if let Some(piece) = self.answer.next_piece() {
                return Ok(Some(piece));
            }
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            if self.answer.is_over() {
                return Ok(None);
            }
            let step = if self.response.is_none() { self.send().await } else { self.receive().await };
            self.error = step.err();
        }
    }

    async fn send(&mut self) -> Result<(), ModelError> {
        let Connection { client, server, model, first_byte_timeout, .. } = self.connection;
        let body = request::body(model, self.request);
        let sent = client.post(server.url.clone()).headers(server.headers.clone()).json(&body).send();
        let late = |_| self.errors.silent(&format!("no answer began for {first_byte_timeout:?}"));
        let answered = timeout(*first_byte_timeout, sent).await.map_err(late)?;
        let mut response = answered.map_err(|error| self.errors.map_transport(&error))?;
        let status = response.status();
        if !status.is_success() {
            let body = self.read_body(&mut response, MAX_ERROR_BYTES).await.unwrap_or_default();
            return Err(self.errors.map_status(status, response.headers(), &String::from_utf8_lossy(&body)));
        }
        let kind = response.headers().get(CONTENT_TYPE).map(|kind| String::from_utf8_lossy(kind.as_bytes()));
        match kind.map(|kind| kind.to_lowercase()) {
            None => {}
            Some(kind) if kind.starts_with("text/event-stream") => {}
            Some(kind) if kind.starts_with("application/json") => {
                return self.receive_unstreamed(response).await;
            }
            Some(kind) => {
                let body = self.read_body(&mut response, MAX_ERROR_BYTES).await.unwrap_or_default();
                let why = format!("it is `{kind}` and not a stream of events");
                return Err(self.errors.malformed(&why, &String::from_utf8_lossy(&body)));
            }
        }
        self.response = Some(response);
        Ok(())
    }

    /// Receives the whole answer of a server that does not stream.
    async fn receive_unstreamed(&mut self, mut response: Response) -> Result<(), ModelError> {
        let body = self.read_body(&mut response, MAX_EVENT_BYTES).await?;
        self.answer.add_whole(&body)
    }

    async fn receive(&mut self) -> Result<(), ModelError> {
        let Some(response) = &mut self.response else { return Ok(()) };
        let finished = self.answer.is_finished();
        let wait = if finished {
            self.connection.idle_timeout.min(USAGE_GRACE)
        } else {
            self.connection.idle_timeout
        };
        match timeout(wait, response.chunk()).await {
            Ok(Ok(Some(bytes))) => self.answer.add(&bytes),
            Ok(Ok(None)) => self.answer.add_rest(),
            _ if finished => {
                self.answer.finish();
                Ok(())
            }
            Ok(Err(error)) => Err(self.errors.map_transport(&error)),
            Err(_) => Err(self.errors.silent(&format!("nothing more came for {wait:?}"))),
        }
    }

    async fn read_body(&self, response: &mut Response, limit: usize) -> Result<Vec<u8>, ModelError> {
        let mut body = Vec::new();
        let late =
            |_| self.errors.silent(&format!("nothing more came for {:?}", self.connection.idle_timeout));
        while body.len() < limit {
            let chunk = timeout(self.connection.idle_timeout, response.chunk()).await.map_err(late)?;
            match chunk.map_err(|error| self.errors.map_transport(&error))? {
                Some(bytes) => body.extend_from_slice(&bytes),
                None => break,
            }
        }
        Ok(body)
    }
}
