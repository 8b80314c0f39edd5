use super::follow::LogFollower;
use super::line::{LogLine, LogQuery};
use super::ring::{Files, Ring};
use crate::mutex::lock;
use crate::private_files;
use hookwire::cx::LogRecord;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The logs of plugins, one for each, in the data folder under `plugin-logs`: the latest lines, at most two megabytes a plugin.
#[derive(Debug)]
pub struct PluginLogs {
    folder: PathBuf,
    /// The logs that were written to; none for one that cannot be.
    rings: Mutex<HashMap<&'static str, Option<Ring>>>,
}

impl PluginLogs {
    /// Returns the logs of a data folder, if there is one: what only looks at a configuration makes none.
    pub fn of(data: Option<&Path>) -> Option<Self> {
        data.filter(|data| data.is_dir())
            .map(|data| Self { folder: data.join("plugin-logs"), rings: Mutex::default() })
    }

    /// Adds a line; where that fails, it is told once for each plugin.
    pub(crate) fn write(&self, record: &LogRecord) {
        let mut rings = lock(&self.rings);
        let ring = match rings.entry(record.plugin) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.open(record.plugin)),
        };
        let Some(open) = ring else { return };
        let Ok(mut line) = serde_json::to_vec(&LogLine::of(record)) else { return };
        line.push(b'\n');
        if let Err(error) = open.append(&line) {
            tracing::warn!(plugin = record.plugin, "its log is written no further: {error}");
            *ring = None;
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

    fn open(&self, plugin: &'static str) -> Option<Ring> {
        let ring = private_files::make_folder(&self.folder)
            .and_then(|()| Ring::open(Files::of(&self.folder, plugin)));
        if let Err(error) = &ring {
            tracing::warn!(plugin, "its log cannot be written: {error}");
        }
        ring.ok()
    }
}
