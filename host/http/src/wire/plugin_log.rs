use hookwire::cx::Level;
use hookwire_engine::plugin_logs;
use hookwire_engine::store::Millis;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The latest lines of a plugin's log, in the order they were written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginLog {
    pub(crate) lines: Vec<LogLine>,
}

/// A line of a plugin's log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogLine {
    /// When the line was written, in milliseconds since 1970.
    at: Millis,
    /// How serious the line is.
    level: LogLevel,
    /// The tenant of the user for whom the plugin was at work.
    tenant: Option<String>,
    /// The user for whom the plugin was at work.
    user: Option<String>,
    /// The id of the session in which the plugin was at work.
    session: Option<String>,
    /// The text.
    message: String,
}

/// How serious a line of a log is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogLevel {
    Info,
    Warn,
    Error,
}

impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Warn => Self::Warn,
            Level::Error => Self::Error,
        }
    }
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Info => Self::Info,
            LogLevel::Warn => Self::Warn,
            LogLevel::Error => Self::Error,
        }
    }
}

impl From<plugin_logs::LogLine> for LogLine {
    fn from(line: plugin_logs::LogLine) -> Self {
        let plugin_logs::LogLine { at, level, tenant, user, session, message } = line;
        Self { at, level: level.into(), tenant, user, session, message }
    }
}
