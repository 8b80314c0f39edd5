use super::Server;
use super::endpoint::Endpoint;
use super::exchange::Exchange;
use crate::Config;
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use hookwire::Cx;
use hookwire::model::{Model, ModelError, Piece};
use hookwire::points::ModelRequest;
use std::sync::Arc;

/// A model of a server that speaks OpenAI's protocol.
#[derive(Debug)]
pub(crate) struct Compat(Endpoint);

impl Compat {
    pub(crate) fn new(web: reqwest::Client, server: Arc<Server>, name: String, config: &Config) -> Self {
        Self(Endpoint::new(web, server, name, config))
    }
}

impl Model for Compat {
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
