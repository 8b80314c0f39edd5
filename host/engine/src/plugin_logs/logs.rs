use super::follow::LogFollower;
use super::line::{LogLine, LogQuery};
use super::ring::{Files, Ring};
use crate::mutex::lock;
use crate::private_files;
use hookwire::cx::LogRecord;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long a log that cannot be written is left alone.
const PAUSE: Duration = Duration::from_mins(1);

/// The logs of plugins, one for each, in the data folder under `plugin-logs`: the latest lines, at most two megabytes a plugin.
#[derive(Debug)]
pub struct PluginLogs {
    folder: PathBuf,
    /// The logs that were written to.
    rings: Mutex<HashMap<&'static str, Log>>,
}

/// The log of a plugin, open or not.
#[derive(Debug, Default)]
struct Log {
    ring: Option<Ring>,
    /// The last time at which it could not be written; none if the last line is in it.
    failed: Option<Instant>,
}

impl PluginLogs {
    /// Returns the logs of a data folder, if there is one: what only looks at a configuration makes none.
    pub fn of(data: Option<&Path>) -> Option<Self> {
        data.filter(|data| data.is_dir())
            .map(|data| Self { folder: data.join("plugin-logs"), rings: Mutex::default() })
    }

    /// Adds a line; where that fails, it is told once until a line is written again, which is tried once a minute.
    pub(crate) fn write(&self, record: &LogRecord) {
        let Ok(mut line) = serde_json::to_vec(&LogLine::of(record)) else { return };
        line.push(b'\n');
        let mut rings = lock(&self.rings);
        let log = rings.entry(record.plugin).or_default();
        if log.failed.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        let written = match log.ring.take() {
            Some(ring) => Ok(ring),
            None => self.open(record.plugin),
        };
        match written.and_then(|mut ring| ring.append(&line).map(|()| ring)) {
            Ok(ring) => *log = Log { ring: Some(ring), failed: None },
            Err(error) => {
                if log.failed.replace(Instant::now()).is_none() {
                    tracing::warn!(plugin = record.plugin, "its log cannot be written for now: {error}");
                }
            }
        }
    }

    /// Returns lines of a plugin's log, in the order they were written. What is no line is left out.
    pub fn read(&self, plugin: &str, query: &LogQuery) -> io::Result<Vec<LogLine>> {
        let Some(files) = self.files(plugin) else { return Ok(Vec::new()) };
        let texts = {
            let _unchanged = lock(&self.rings);
            files.lines()?
        };
        let mut found: Vec<LogLine> = query.lines(texts.iter().map(String::as_str)).collect();
        query.keep_latest(&mut found);
        Ok(found)
    }

    /// Returns a reader of a plugin's log that goes on while the log is written, by this process or another one; none for
    /// what cannot be the id of a plugin.
    pub fn follow(&self, plugin: &str, query: LogQuery) -> Option<LogFollower> {
        Some(LogFollower::new(self.files(plugin)?, query))
    }

    fn files(&self, plugin: &str) -> Option<Files> {
        // A path could lead elsewhere.
        let is_id = plugin.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        is_id.then(|| Files::of(&self.folder, plugin))
    }

    fn open(&self, plugin: &'static str) -> io::Result<Ring> {
        private_files::make_folder(&self.folder)?;
        Ring::open(Files::of(&self.folder, plugin))
    }
}
