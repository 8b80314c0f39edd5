use crate::cx::{LogRecord, Services};
use std::sync::{Mutex, PoisonError};

/// Stands in for the host's services and remembers what plugins did with them.
#[derive(Debug, Default)]
pub struct Fakes {
    logs: Mutex<Vec<LogRecord>>,
}

impl Fakes {
    /// Returns what plugins have logged so far.
    pub fn logs(&self) -> Vec<LogRecord> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Services for Fakes {
    fn log(&self, record: &LogRecord) {
        self.logs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(record.clone());
    }
}
