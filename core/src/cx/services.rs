use super::Cx;
use crate::Secret;
use crate::error::{Error, Result};
use crate::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde::Serialize;
use std::fmt;
use std::path::Path;

/// What the host does for plugins; the test kit has a fake.
pub trait Services: Send + Sync + fmt::Debug {
    /// Keeps a line of a plugin's log.
    fn log(&self, record: &LogRecord);

    /// Returns an environment variable that a plugin has declared.
    fn env(&self, name: &str) -> Option<Secret> {
        std::env::var(name).ok().map(Secret::new)
    }

    /// Returns the folder in which the host keeps what it keeps, if it has one.
    fn data(&self) -> Option<&Path> {
        None
    }

    /// Calls a tool for a plugin, through everything that a call of the agent goes through; `cx` is the plugin's own,
    /// one deeper.
    fn tool<'a>(&'a self, call: ToolCall, cx: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        let _ = cx;
        let why = format!("`{}` cannot be called: this host calls no tools for plugins", call.tool);
        ready(Err(Error::msg(why))).boxed()
    }

    /// Asks a model for a plugin, likewise.
    fn model<'a>(&'a self, request: ModelRequest, cx: &'a Cx) -> BoxFuture<'a, Result<ModelResponse>> {
        let _ = cx;
        let why = format!("`{}` cannot be asked: this host asks no models for plugins", request.model);
        ready(Err(Error::msg(why))).boxed()
    }
}

/// A line of a plugin's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LogRecord {
    /// The plugin's id.
    pub plugin: &'static str,
    /// How serious it is.
    pub level: Level,
    /// What it says.
    pub message: String,
}

/// How serious a line of a log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Level {
    Info,
    Warn,
    Error,
}

/// Passes plugins' log lines to `tracing`, under the target `plugin`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tracing;

impl Services for Tracing {
    fn log(&self, LogRecord { plugin, level, message }: &LogRecord) {
        match level {
            Level::Info => tracing::info!(target: "plugin", plugin, "{message}"),
            Level::Warn => tracing::warn!(target: "plugin", plugin, "{message}"),
            Level::Error => tracing::error!(target: "plugin", plugin, "{message}"),
        }
    }
}
