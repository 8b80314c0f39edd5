use crate::activity::{Activity, millis};
use hookwire::cx::Kv;
use hookwire::{Cx, Result};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many activities are read from the store at once.
const PAGE: u32 = 500;

/// The latest activities, in memory, and from time to time in the store.
#[derive(Debug)]
pub(crate) struct Journal {
    keep: usize,
    entries: Mutex<Entries>,
    /// Held while the store is written, so that it is written in order.
    writing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Entries {
    /// The latest is the first.
    latest: VecDeque<Entry>,
    /// The keys in the store that have no entry any more.
    outdated: VecDeque<String>,
    /// How many were recorded, and when the first of them could be: no two have the same key.
    recorded: u64,
    since: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    key: String,
    activity: Activity,
    written: bool,
}

impl Journal {
    pub(crate) fn new(keep: usize) -> Self {
        Self { keep, entries: Mutex::default(), writing: tokio::sync::Mutex::default() }
    }

    /// Reads what an earlier process or instance has written.
    pub(crate) async fn open(&self, cx: &Cx) -> Result<()> {
        let (values, mut after) = (cx.kv(), String::new());
        let mut found = Entries { since: millis(cx.now()), ..Entries::default() };
        loop {
            let page = values.scan::<Value>("", &after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after.clone_from(last);
            for (key, value) in page {
                match serde_json::from_value(value) {
                    Ok(activity) => found.latest.push_back(Entry { key, activity, written: true }),
                    // Of a version that wrote it otherwise.
                    Err(_) => found.outdated.push_back(key),
                }
            }
        }
        found.cut(self.keep);
        *self.lock() = found;
        Ok(())
    }

    /// Records an activity; it is in the store after the next write.
    pub(crate) fn record(&self, activity: Activity) {
        let mut entries = self.lock();
        entries.recorded += 1;
        let key = entries.key(activity.at);
        entries.latest.push_front(Entry { key, activity, written: false });
        entries.cut(self.keep);
    }

    /// Returns the activities, the latest first, that whoever asks may see.
    pub(crate) fn seen_by(&self, cx: &Cx) -> Vec<Activity> {
        let entries = self.lock();
        let activities = entries.latest.iter().map(|entry| &entry.activity);
        activities.filter(|activity| activity.owner.is_seen_by(cx)).cloned().collect()
    }

    /// Writes what is not in the store yet; what an error left is written the next time.
    pub(crate) async fn write(&self, values: Kv<'_>) -> Result<()> {
        let _writing = self.writing.lock().await;
        while let Some(key) = self.first_outdated() {
            values.remove(&key).await?;
            self.lock().outdated.pop_front();
        }
        let unwritten: Vec<_> = self.lock().latest.iter().filter(|entry| !entry.written).cloned().collect();
        // The oldest first.
        for Entry { key, activity, .. } in unwritten.into_iter().rev() {
            values.set(&key, &activity).await?;
            self.lock().mark_written(key);
        }
        Ok(())
    }

    fn first_outdated(&self) -> Option<String> {
        self.lock().outdated.front().cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    /// Returns the key of an activity: in the order of keys, the latest is the first.
    fn key(&self, at: u64) -> String {
        format!("{:020}-{:020}-{}", u64::MAX - at, u64::MAX - self.recorded, self.since)
    }

    /// Drops the oldest. What was never written needs no removal.
    fn cut(&mut self, keep: usize) {
        while self.latest.len() > keep {
            let Some(entry) = self.latest.pop_back() else { return };
            if entry.written {
                self.outdated.push_back(entry.key);
            }
        }
    }

    fn mark_written(&mut self, key: String) {
        match self.latest.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => entry.written = true,
            // It was dropped while it was written.
            None => self.outdated.push_back(key),
        }
    }
}
