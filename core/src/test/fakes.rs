use crate::Secret;
use crate::cx::{LogRecord, Services};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Stands in for the host's services and remembers what plugins did with them.
#[derive(Debug, Default)]
pub struct Fakes {
    logs: Mutex<Vec<LogRecord>>,
    env: BTreeMap<String, String>,
}

impl Fakes {
    pub(super) fn new(env: BTreeMap<String, String>) -> Self {
        Self { logs: Mutex::default(), env }
    }

    /// Returns what plugins have logged so far.
    pub fn logs(&self) -> Vec<LogRecord> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Services for Fakes {
    fn log(&self, record: &LogRecord) {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).push(record.clone());
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.env.get(name).map(Secret::new)
    }
}
