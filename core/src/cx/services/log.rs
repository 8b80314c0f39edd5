use serde::{Deserialize, Serialize};
use std::fmt;

/// The service that takes the lines of plugins' logs.
pub trait LogService: Send + Sync + fmt::Debug {
    /// Takes one line.
    fn write(&self, record: &LogRecord);
}

/// A line of a plugin's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LogRecord {
    /// The plugin's id.
    pub plugin: &'static str,
    /// The level.
    pub level: Level,
    /// The tenant of the user for whom the plugin is at work.
    pub tenant: Option<String>,
    /// The user for whom the plugin is at work.
    pub user: Option<String>,
    /// The session in which the plugin is at work.
    pub session: Option<String>,
    /// The text.
    pub message: String,
}

/// The level of a line of a log: how serious it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Level {
    Info,
    Warn,
    Error,
}

impl Level {
    /// Every level, from the least serious one.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warn, Self::Error];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        })
    }
}

/// A log that passes lines to `tracing`, under the target `plugin`.
#[derive(Debug, Clone, Copy, Default)]
pub struct TracingLog;

impl LogService for TracingLog {
    fn write(&self, LogRecord { plugin, level, message, .. }: &LogRecord) {
        match level {
            Level::Info => tracing::info!(target: "plugin", plugin, "{message}"),
            Level::Warn => tracing::warn!(target: "plugin", plugin, "{message}"),
            Level::Error => tracing::error!(target: "plugin", plugin, "{message}"),
        }
    }
}
