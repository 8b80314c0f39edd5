use crate::error::Result;
use crate::points::{ModelRequest, ModelResponse};
use futures_util::future::BoxFuture;
use std::fmt;

/// The service that asks models for plugins; `C` is the context, [`Cx`](crate::Cx).
pub trait ModelService<C>: Send + Sync + fmt::Debug {
    /// Asks a model, through everything that a request of the agent goes through; `cx` is the plugin's own, one deeper.
    fn ask<'a>(&'a self, request: ModelRequest, cx: &'a C) -> BoxFuture<'a, Result<ModelResponse>>;
}
