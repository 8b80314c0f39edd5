use crate::Secret;
use serde::Serialize;
use std::fmt;

/// What the host does for plugins; the test kit has a fake.
pub trait Services: Send + Sync + fmt::Debug {
    /// Keeps a line of a plugin's log.
    fn log(&self, record: &LogRecord);

    /// Returns an environment variable that a plugin has declared.
    fn env(&self, name: &str) -> Option<Secret> {
        std::env::var(name).ok().map(Secret::new)
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
