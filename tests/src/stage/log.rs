use super::setup::Strings;
use hookwire::Cx;
use hookwire::cx::Identity;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokio::sync::{Notify, watch};

/// Something a plugin of the stage has seen or done.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The hook point, or the name of a tool that ran.
    pub what: &'static str,
    /// Who asked.
    pub identity: Identity,
    /// The event, or the tool's arguments.
    pub event: Value,
}

/// Everything that the plugins of one stage see, and what they are told to do.
#[derive(Debug)]
pub struct Log {
    seen: watch::Sender<Vec<Seen>>,
    pub(super) strings: Strings,
    /// What the tool `wait` waits for.
    pub(super) signal: Notify,
}

/// The configuration of the stage's plugins: which stage they stand on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub(super) struct Config {
    /// The stage.
    pub stage: String,
}

static LOGS: LazyLock<Mutex<HashMap<String, Arc<Log>>>> = LazyLock::new(Mutex::default);

impl Log {
    pub(super) fn open(stage: &str, strings: Strings) -> Arc<Self> {
        let log = Arc::new(Self { seen: watch::Sender::default(), strings, signal: Notify::new() });
        LOGS.lock().unwrap_or_else(PoisonError::into_inner).insert(stage.to_owned(), Arc::clone(&log));
        log
    }

    pub(super) fn of(stage: &str) -> Arc<Self> {
        let logs = LOGS.lock().unwrap_or_else(PoisonError::into_inner);
        logs.get(stage).map(Arc::clone).expect("plugins of a stage are told which it is")
    }

    pub(super) fn write(&self, what: &'static str, event: &impl Serialize, cx: &Cx) {
        let event = serde_json::to_value(event).expect("every event can be written");
        let seen = Seen { what, identity: cx.identity().clone(), event };
        self.seen.send_modify(|log| log.push(seen));
    }

    /// Returns everything so far.
    pub fn all(&self) -> Vec<Seen> {
        self.seen.borrow().clone()
    }

    /// Returns the events of one point.
    pub fn at(&self, what: &str) -> Vec<Value> {
        self.all().into_iter().filter(|seen| seen.what == what).map(|seen| seen.event).collect()
    }

    /// Returns how often something was seen.
    pub fn count(&self, what: &str) -> usize {
        self.at(what).len()
    }

    /// Waits until something was seen so often.
    ///
    /// # Panics
    /// If that does not happen within a minute.
    pub async fn until(&self, what: &str, times: usize) {
        let mut seen = self.seen.subscribe();
        let often = |log: &Vec<Seen>| log.iter().filter(|seen| seen.what == what).count() >= times;
        let waited = tokio::time::timeout(std::time::Duration::from_mins(1), seen.wait_for(often)).await;
        assert!(waited.is_ok(), "`{what}` was seen {} times, not {times}", self.count(what));
    }
}
