use crate::error::Result;
use crate::points::{ToolCall, ToolReport};
use futures_util::future::BoxFuture;
use std::fmt;

/// The service that calls tools for plugins; `C` is the context, [`Cx`](crate::Cx).
pub trait ToolService<C>: Send + Sync + fmt::Debug {
    /// Calls a tool, through everything that a call of the agent goes through; `cx` is the plugin's own, one deeper.
    fn call<'a>(&'a self, call: ToolCall, cx: &'a C) -> BoxFuture<'a, Result<ToolReport>>;
}
