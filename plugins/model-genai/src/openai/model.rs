use super::connection::Connection;
use super::exchange::Exchange;
use super::server::Server;
use crate::config::Config;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use hookwire::Cx;
use hookwire::model::{Model, ModelError, Piece};
use hookwire::points::ModelRequest;
use std::sync::Arc;

/// A model of a server that speaks OpenAI's protocol.
#[derive(Debug)]
pub(crate) struct OpenAiModel(Connection);

impl OpenAiModel {
    pub(crate) fn new(client: reqwest::Client, server: Arc<Server>, model: String, config: &Config) -> Self {
        Self(Connection {
            client,
            server,
            model,
            first_byte_timeout: config.first_byte_timeout.0,
            idle_timeout: config.idle_timeout.0,
        })
    }
}

impl Model for OpenAiModel {
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        _: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>> {
        let exchange = Exchange::new(&self.0, request);
        let next = |mut exchange: Exchange<'a>| async move {
            let piece = exchange.next().await?;
            Ok(piece.map(|piece| (piece, exchange)))
        };
        stream::try_unfold(exchange, next).boxed()
    }
}
