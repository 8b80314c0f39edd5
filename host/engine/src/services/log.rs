use crate::plugin_logs::PluginLogs;
use hookwire::cx::{LogRecord, LogService, TracingLog};
use std::sync::Arc;

/// The log that passes lines to `tracing`, and keeps them in the data folder if there is one.
#[derive(Debug)]
pub(super) struct KeptLog(pub(super) Option<Arc<PluginLogs>>);

impl LogService for KeptLog {
    fn write(&self, record: &LogRecord) {
        TracingLog.write(record);
        if let Some(logs) = &self.0 {
            logs.write(record);
        }
    }
}
