use super::connection::Connection;
use super::exchange::Exchange;
use super::providers::Providers;
use super::signatures::SignatureCache;
use crate::config::Config;
use crate::error::OpenError;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use genai::adapter::AdapterKind;
use hookwire::Cx;
use hookwire::model::{Model, ModelError, Piece};
use hookwire::points::ModelRequest;
use std::sync::Arc;

/// A model of one of `genai`'s providers.
pub(crate) struct GenaiModel(Connection);

impl GenaiModel {
    /// Opens a model by its name, if its provider is known and has a key.
    pub(crate) fn new(
        client: reqwest::Client,
        providers: &Providers,
        name: &str,
        signatures: &Arc<SignatureCache>,
        config: &Config,
    ) -> Result<Self, OpenError> {
        if name.trim().is_empty() || name.ends_with("::") {
            return Err(OpenError::NoModel(format!("genai/{name}")));
        }
        let kind = AdapterKind::from_model(name).map_err(|error| OpenError::Http(error.to_string()))?;
        providers.check_key(name, kind)?;
        Ok(Self(Connection {
            client: providers.client(client, kind)?,
            model: name.into(),
            signatures: Arc::clone(signatures),
            first_byte_timeout: config.first_byte_timeout.0,
            idle_timeout: config.idle_timeout.0,
        }))
    }
}

impl Model for GenaiModel {
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>> {
        let exchange = Exchange::new(&self.0, request, cx);
        let next = |mut exchange: Exchange<'a>| async move {
            let piece = exchange.next().await?;
            Ok(piece.map(|piece| (piece, exchange)))
        };
        stream::try_unfold(exchange, next).boxed()
    }
}
