use crate::cx::{LogRecord, LogService};
use crate::lock::lock;
use std::sync::Mutex;

/// A log that keeps what plugins write.
#[derive(Debug, Default)]
pub struct FakeLog(Mutex<Vec<LogRecord>>);

impl FakeLog {
    /// Returns the lines that plugins have written so far.
    pub fn records(&self) -> Vec<LogRecord> {
        lock(&self.0).clone()
    }
}

impl LogService for FakeLog {
    fn write(&self, record: &LogRecord) {
        lock(&self.0).push(record.clone());
    }
}
