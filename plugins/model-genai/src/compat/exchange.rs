use super::answer::Answer;
use super::endpoint::Endpoint;
use super::events::{Events, LIMIT};
use super::request;
use crate::fault::Faults;
use hookwire::model::{ModelError, Piece};
use hookwire::points::ModelRequest;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::timeout;

/// How long to wait for the usage after the model is done.
const GRACE: Duration = Duration::from_secs(5);
/// How much of an error is read.
const ERROR: usize = 64 << 10;

/// One question and its answer. Dropping it closes the connection.
pub(super) struct Exchange<'a> {
    endpoint: &'a Endpoint,
    request: &'a ModelRequest,
    faults: Faults,
    response: Option<Response>,
    events: Events,
    answer: Answer,
    pieces: VecDeque<Piece>,
    /// What is told when the pieces are: nothing more, or what went wrong.
    over: Option<Result<(), ModelError>>,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(endpoint: &'a Endpoint, request: &'a ModelRequest) -> Self {
        Self {
            endpoint,
            request,
            faults: Faults::of(endpoint.server.url.as_str(), None, endpoint.server.key.clone()),
            response: None,
            events: Events::default(),
            answer: Answer::default(),
            pieces: VecDeque::new(),
            over: None,
        }
    }

    /// Returns the next piece; nothing after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Piece>, ModelError> {
        loop {
            if let Some(piece) = self.pieces.pop_front() {
                return Ok(Some(piece));
            }
            if let Some(over) = self.over.take() {
                return over.map(|()| None);
            }
            let step = if self.response.is_none() { self.ask().await } else { self.read().await };
            if let Err(error) = step {
                self.over = Some(Err(error));
            }
        }
    }

    async fn ask(&mut self) -> Result<(), ModelError> {
        let Endpoint { web, server, name, first_byte, .. } = self.endpoint;
        let body = request::body(name, self.request);
        let question = web.post(server.url.clone()).headers(server.headers.clone()).json(&body).send();
        let late = |_| self.faults.silent(&format!("no answer began for {first_byte:?}"));
        let answered = timeout(*first_byte, question).await.map_err(late)?;
        let mut response = answered.map_err(|error| self.faults.transport(&error))?;
        let status = response.status();
        if !status.is_success() {
            let body = self.whole(&mut response, ERROR).await.unwrap_or_default();
            return Err(self.faults.status(status, response.headers(), &String::from_utf8_lossy(&body)));
        }
        let kind = response.headers().get(CONTENT_TYPE).map(|kind| String::from_utf8_lossy(kind.as_bytes()));
        match kind.map(|kind| kind.to_lowercase()) {
            None => {}
            Some(kind) if kind.starts_with("text/event-stream") => {}
            Some(kind) if kind.starts_with("application/json") => return self.unstreamed(response).await,
            Some(kind) => {
                let body = self.whole(&mut response, ERROR).await.unwrap_or_default();
                let why = format!("it is `{kind}` and no stream of events");
                return Err(self.faults.malformed(&why, &String::from_utf8_lossy(&body)));
            }
        }
        self.response = Some(response);
        Ok(())
    }

    /// Takes the whole answer of a server that does not stream.
    async fn unstreamed(&mut self, mut response: Response) -> Result<(), ModelError> {
        let body = self.whole(&mut response, LIMIT).await?;
        self.answer.take(&body, &self.faults, &mut self.pieces)?;
        if !self.answer.is_finished() {
            return Err(self.faults.malformed("it has no answer", &String::from_utf8_lossy(&body)));
        }
        self.end();
        Ok(())
    }

    async fn read(&mut self) -> Result<(), ModelError> {
        let Some(response) = &mut self.response else { return Ok(()) };
        let finished = self.answer.is_finished();
        let wait = if finished { self.endpoint.idle.min(GRACE) } else { self.endpoint.idle };
        match timeout(wait, response.chunk()).await {
            Ok(Ok(Some(bytes))) => self.take(&bytes),
            _ if finished => {
                self.end();
                Ok(())
            }
            Ok(Ok(None)) => self.rest(),
            Ok(Err(error)) => Err(self.faults.transport(&error)),
            Err(_) => Err(self.faults.silent(&format!("nothing more came for {wait:?}"))),
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        let events = self.events.add(bytes);
        let events = events.map_err(|_| self.faults.malformed("an event has no end", "it is not kept"))?;
        for event in events {
            if event.trim_ascii() == b"[DONE]" {
                self.end();
                return Ok(());
            }
            self.answer.take(&event, &self.faults, &mut self.pieces)?;
        }
        Ok(())
    }

    /// Takes what stands before the end of the connection; half an event means that it was cut.
    fn rest(&mut self) -> Result<(), ModelError> {
        match self.events.rest() {
            Some(event) if event.trim_ascii() == b"[DONE]" => self.end(),
            Some(event) if serde_json::from_slice::<serde::de::IgnoredAny>(&event).is_ok() => {
                self.answer.take(&event, &self.faults, &mut self.pieces)?;
            }
            _ => {}
        }
        match (&self.over, self.answer.is_finished()) {
            (Some(_), _) => Ok(()),
            (None, true) => {
                self.end();
                Ok(())
            }
            (None, false) => Err(ModelError::Cut),
        }
    }

    fn end(&mut self) {
        self.answer.end(self.request, &mut self.pieces);
        self.over = Some(Ok(()));
    }

    async fn whole(&self, response: &mut Response, limit: usize) -> Result<Vec<u8>, ModelError> {
        let mut body = Vec::new();
        let late = |_| self.faults.silent(&format!("nothing more came for {:?}", self.endpoint.idle));
        while body.len() < limit {
            let chunk = timeout(self.endpoint.idle, response.chunk()).await.map_err(late)?;
            match chunk.map_err(|error| self.faults.transport(&error))? {
                Some(bytes) => body.extend_from_slice(&bytes),
                None => break,
            }
        }
        Ok(body)
    }
}
