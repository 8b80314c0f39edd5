use super::Server;
use super::exchange::Exchange;
use crate::Config;
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use hookwire::Cx;
use hookwire::model::{Model, ModelError, Piece};
use hookwire::points::ModelRequest;
use std::sync::Arc;
use std::time::Duration;

/// A model of a server that speaks OpenAI's protocol.
#[derive(Debug)]
pub(crate) struct Compat {
    pub(super) web: reqwest::Client,
    pub(super) server: Arc<Server>,
    pub(super) name: String,
    pub(super) first_byte: Duration,
    pub(super) idle: Duration,
}

impl Compat {
    pub(crate) fn new(web: reqwest::Client, server: Arc<Server>, name: String, config: &Config) -> Self {
        let (first_byte, idle) = (config.first_byte_timeout.0, config.idle_timeout.0);
        Self { web, server, name, first_byte, idle }
    }
}

impl Model for Compat {
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        _: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>> {
        let exchange = Exchange::new(self, request);
        let next = |mut exchange: Exchange<'a>| async move {
            let piece = exchange.next().await?;
            Ok(piece.map(|piece| (piece, exchange)))
        };
        stream::try_unfold(exchange, next).boxed()
    }
}
