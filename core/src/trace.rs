//! What fired, in which order, with what result: for tests, for `explain`, for a human who wonders.

use crate::chain::By;
use serde::Serialize;
use serde_json::Value;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A record of every hook that ran under a [`Cx`](crate::Cx) that carries it.
#[derive(Debug, Clone, Default)]
pub struct Trace(Arc<Mutex<Vec<Step>>>);

/// One hook that ran.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// The point it ran at.
    pub point: &'static str,
    /// Which hook it was.
    pub by: By,
    /// What it returned, or how it failed.
    pub outcome: String,
    /// What it changed in the event.
    pub changes: Vec<Change>,
    /// How long it took.
    pub duration: Duration,
}

/// One value that a hook changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where in the event, as a JSON pointer.
    pub path: String,
    /// The value before, if there was one.
    pub before: Option<Value>,
    /// The value after, if there is one.
    pub after: Option<Value>,
}

impl Trace {
    /// Returns what happened so far.
    pub fn steps(&self) -> Vec<Step> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn write(
        &self,
        point: &'static str,
        by: By,
        outcome: String,
        changes: Vec<Change>,
        since: Instant,
    ) {
        let mut steps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        steps.push(Step { point, by, outcome, changes, duration: since.elapsed() });
    }
}

/// Writes one line a hook, without durations and places, so that it stays the same from run to run.
impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.steps() {
            writeln!(f, "{} {}.{}: {}", step.point, step.by.plugin, step.by.hook, step.outcome)?;
            for change in &step.changes {
                writeln!(f, "  {change}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, before, after } = self;
        match (before, after) {
            (Some(before), Some(after)) => write!(f, "{path}: {before} → {after}"),
            (None, Some(after)) => write!(f, "{path}: + {after}"),
            (Some(before), None) => write!(f, "{path}: - {before}"),
            (None, None) => write!(f, "{path}"),
        }
    }
}

/// Compares two states of an event, value by value.
pub(crate) fn changes<T: Serialize>(before: &T, after: &T) -> Vec<Change> {
    // Most hooks change nothing, and texts are compared in a fraction of the time that trees take.
    let (Ok(before), Ok(after)) = (serde_json::to_vec(before), serde_json::to_vec(after)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if before != after {
        let read = |text: &[u8]| serde_json::from_slice::<Value>(text).ok();
        compare(String::new(), read(&before).as_ref(), read(&after).as_ref(), &mut found);
    }
    found
}

fn compare(path: String, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Change>) {
    match (before, after) {
        (Some(before), Some(after)) if before == after => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let fresh = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(fresh) {
                compare(format!("{path}/{key}"), old.get(key), new.get(key), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for index in 0..old.len().max(new.len()) {
                compare(format!("{path}/{index}"), old.get(index), new.get(index), found);
            }
        }
        _ => found.push(Change { path, before: before.cloned(), after: after.cloned() }),
    }
}
