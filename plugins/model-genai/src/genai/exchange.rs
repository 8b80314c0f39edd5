use super::connection::Connection;
use super::conversation::Conversation;
use super::silent_stream::SilentStream;
use super::{errors, request, response};
use crate::provider_errors::ErrorMapper;
use futures_util::StreamExt;
use genai::ServiceTarget;
use genai::chat::ChatStream;
use hookwire::model::{ModelError, Piece};
use hookwire::points::ModelRequest;
use hookwire::{Cx, Secret};
use std::collections::VecDeque;

/// A request to a provider and its response. Dropping it closes the connection.
pub(super) struct Exchange<'a> {
    connection: &'a Connection,
    request: &'a ModelRequest,
    conversation: Conversation,
    errors: ErrorMapper,
    stream: Option<SilentStream<ChatStream>>,
    pieces: VecDeque<Piece>,
    is_finished: bool,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(connection: &'a Connection, request: &'a ModelRequest, cx: &Cx) -> Self {
        Self {
            connection,
            request,
            conversation: Conversation::of(&connection.model, cx),
            errors: ErrorMapper::default(),
            stream: None,
            pieces: VecDeque::new(),
            is_finished: false,
        }
    }

    /// Returns the next piece, or `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Piece>, ModelError> {
        loop {
            if let Some(piece) = self.pieces.pop_front() {
                return Ok(Some(piece));
            }
            if self.is_finished {
                return Ok(None);
            }
            let Some(stream) = &mut self.stream else {
                self.send().await?;
                continue;
            };
            let event = stream.next().await.ok_or(ModelError::Cut)?;
            let event = event.map_err(|error| errors::convert(&error, &self.errors))?;
            self.is_finished =
                response::add_event(event, self.request, &mut self.pieces, |calls, content| {
                    let position = self.request.messages.len();
                    self.connection.signatures.remember(&self.conversation, position, calls, content);
                });
        }
    }

    async fn send(&mut self) -> Result<(), ModelError> {
        let Connection { client, model, signatures, first_byte_timeout, idle_timeout } = self.connection;
        let target = client.resolve_service_target(&**model).await;
        let target = target.map_err(|error| errors::convert(&error, &self.errors))?;
        self.errors = error_mapper(&target);
        let sign = |position, calls: &mut [_]| signatures.sign(&self.conversation, position, calls);
        let chat = request::chat(self.request, sign);
        let options = request::options(&self.request.parameters, *first_byte_timeout, *idle_timeout);
        let response = client.exec_chat_stream(target, chat, Some(&options)).await;
        let response = response.map_err(|error| errors::convert(&error, &self.errors))?;
        self.stream = Some(SilentStream(response.stream));
        Ok(())
    }
}

fn error_mapper(target: &ServiceTarget) -> ErrorMapper {
    let key = target.auth.single_key_value().ok().map(Secret::new);
    let name = target.model.adapter_kind.as_lower_str();
    ErrorMapper::new(target.endpoint.base_url(), Some(name), key)
}
