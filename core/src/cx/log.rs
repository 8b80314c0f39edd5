use super::context::Cx;
use super::services::{Level, LogRecord};

impl Cx {
    /// Writes a line to the plugin's log. The host keeps the latest lines, to be read by `plugins logs` and over HTTP.
    pub fn info(&self, message: impl Into<String>) {
        self.log(Level::Info, message.into());
    }

    /// Writes a warning to the plugin's log.
    pub fn warn(&self, message: impl Into<String>) {
        self.log(Level::Warn, message.into());
    }

    /// Writes an error to the plugin's log.
    pub fn error(&self, message: impl Into<String>) {
        self.log(Level::Error, message.into());
    }

    fn log(&self, level: Level, message: String) {
        if let Some(log) = &self.services().log {
            let identity = self.identity();
            log.write(&LogRecord {
                plugin: self.plugin(),
                level,
                tenant: identity.tenant.clone(),
                user: identity.user.clone(),
                session: identity.session.clone(),
                message,
            });
        }
    }
}
