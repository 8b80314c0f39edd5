use super::Providers;
use super::asker::Asker;
use super::quiet::Quiet;
use super::thoughts::Thoughts;
use super::{answer, fault, request};
use crate::fault::Faults;
use crate::{Config, OpenError};
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use genai::ServiceTarget;
use genai::adapter::AdapterKind;
use genai::chat::ChatStream;
use hookwire::model::{Model, ModelError, Piece};
use hookwire::points::ModelRequest;
use hookwire::{Cx, Secret};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// A model of one of `genai`'s providers.
pub(crate) struct Genai {
    client: genai::Client,
    name: String,
    thoughts: Arc<Thoughts>,
    first_byte: Duration,
    idle: Duration,
}

/// One question and its answer. Dropping it closes the connection.
struct Exchange<'a> {
    model: &'a Genai,
    request: &'a ModelRequest,
    asker: Asker,
    faults: Faults,
    stream: Option<Quiet<ChatStream>>,
    pieces: VecDeque<Piece>,
    over: bool,
}

impl Genai {
    pub(crate) fn new(
        web: reqwest::Client,
        providers: &Providers,
        name: &str,
        thoughts: &Arc<Thoughts>,
        config: &Config,
    ) -> Result<Self, OpenError> {
        if name.trim().is_empty() || name.ends_with("::") {
            return Err(OpenError::NoModel(format!("genai/{name}")));
        }
        let kind = AdapterKind::from_model(name).map_err(|error| OpenError::Web(error.to_string()))?;
        providers.check(name, kind)?;
        Ok(Self {
            client: providers.client(web, kind)?,
            name: name.into(),
            thoughts: Arc::clone(thoughts),
            first_byte: config.first_byte_timeout.0,
            idle: config.idle_timeout.0,
        })
    }
}

impl Model for Genai {
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>> {
        let exchange = Exchange {
            model: self,
            request,
            asker: Asker::new(&self.name, cx),
            faults: Faults::default(),
            stream: None,
            pieces: VecDeque::new(),
            over: false,
        };
        let next = |mut exchange: Exchange<'a>| async move {
            let piece = exchange.next().await?;
            Ok(piece.map(|piece| (piece, exchange)))
        };
        stream::try_unfold(exchange, next).boxed()
    }
}

fn faults(target: &ServiceTarget) -> Faults {
    let key = target.auth.single_key_value().ok().map(Secret::new);
    let name = target.model.adapter_kind.as_lower_str();
    Faults::of(target.endpoint.base_url(), Some(name), key)
}

impl Exchange<'_> {
    async fn next(&mut self) -> Result<Option<Piece>, ModelError> {
        loop {
            if let Some(piece) = self.pieces.pop_front() {
                return Ok(Some(piece));
            }
            if self.over {
                return Ok(None);
            }
            let Some(stream) = &mut self.stream else {
                self.ask().await?;
                continue;
            };
            let event = stream.next().await.ok_or(ModelError::Cut)?;
            let event = event.map_err(|error| fault::judge(&error, &self.faults))?;
            self.over = answer::take(event, self.request, &mut self.pieces, |calls, content| {
                let place = self.request.messages.len();
                self.model.thoughts.keep(&self.asker, place, calls, content);
            });
        }
    }

    async fn ask(&mut self) -> Result<(), ModelError> {
        let Genai { client, name, thoughts, first_byte, idle } = self.model;
        let target = client.resolve_service_target(&**name).await;
        let target = target.map_err(|error| fault::judge(&error, &self.faults))?;
        self.faults = faults(&target);
        let recall = |place, calls: &mut [_]| thoughts.recall(&self.asker, place, calls);
        let chat = request::chat(self.request, recall);
        let options = request::options(&self.request.parameters, *first_byte, *idle);
        let asked = client.exec_chat_stream(target, chat, Some(&options)).await;
        self.stream = Some(Quiet(asked.map_err(|error| fault::judge(&error, &self.faults))?.stream));
        Ok(())
    }
}
