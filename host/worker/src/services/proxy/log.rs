use super::super::context::HostContext;
use hookwire::cx::{LogRecord, LogService};

/// The log of a plugin, which the host writes under the names that it knows itself.
#[derive(Debug)]
pub(in super::super) struct RemoteLog(pub(in super::super) HostContext);

impl LogService for RemoteLog {
    fn write(&self, LogRecord { level, message, .. }: &LogRecord) {
        self.0.log(*level, message);
    }
}
