use super::setup::ProbeHooks;
use hookwire::Cx;
use hookwire::cx::Identity;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokio::sync::{Notify, watch};

/// Something a plugin of the host has seen or done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seen {
    /// The hook point, or the name of a tool that ran.
    pub what: String,
    /// Who asked.
    pub identity: Identity,
    /// The event, or the tool's arguments.
    pub event: Value,
}

/// Everything that the plugins of one host see, and what they are told to do.
#[derive(Debug)]
pub struct Log {
    seen: watch::Sender<Vec<Seen>>,
    pub(super) probe_hooks: ProbeHooks,
    /// What the tool `wait` waits for.
    pub(super) signal: Notify,
    file: Option<PathBuf>,
}

/// The configuration of the host's plugins: which host they belong to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub(super) struct Config {
    /// The host.
    pub host: String,
    /// Why the probe's gate asks; it does not, if this is empty. For a host in another process, too.
    pub asks: String,
    /// Where what is seen is written as well, one JSON object a line: for a host in another process.
    pub file: Option<PathBuf>,
}

static LOGS: LazyLock<Mutex<HashMap<String, Arc<Log>>>> = LazyLock::new(Mutex::default);

impl Log {
    pub(super) fn open(host: &str, probe_hooks: ProbeHooks) -> Arc<Self> {
        let log =
            Arc::new(Self { seen: watch::Sender::default(), probe_hooks, signal: Notify::new(), file: None });
        LOGS.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned(), Arc::clone(&log));
        log
    }

    pub(super) fn of(config: &Config) -> Arc<Self> {
        let mut logs = LOGS.lock().unwrap_or_else(PoisonError::into_inner);
        let file = config.file.clone();
        let fresh = || Self {
            seen: watch::Sender::default(),
            probe_hooks: ProbeHooks::default(),
            signal: Notify::new(),
            file,
        };
        Arc::clone(logs.entry(config.host.clone()).or_insert_with(|| Arc::new(fresh())))
    }

    /// Reads what a host in another process has written.
    ///
    /// # Panics
    /// If that is not there.
    pub fn read(file: &Path) -> Vec<Seen> {
        let written = fs::read_to_string(file).expect("what was seen is written");
        written.lines().map(|line| serde_json::from_str(line).expect("a line is what was seen")).collect()
    }

    pub(super) fn write(&self, what: &'static str, event: &impl Serialize, cx: &Cx) {
        let event = serde_json::to_value(event).expect("every event can be written");
        let seen = Seen { what: what.to_owned(), identity: cx.identity().clone(), event };
        if let Some(file) = &self.file {
            let line = serde_json::to_string(&seen).expect("what was seen can be written") + "\n";
            let file = OpenOptions::new().append(true).create(true).open(file);
            file.and_then(|mut file| file.write_all(line.as_bytes())).expect("it is written");
        }
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
