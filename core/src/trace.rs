//! What fired, in which order, with what result: for tests, for `explain`, for a human who wonders.

use crate::lock::lock;
use crate::origin::HookOrigin;
use crate::point::PointInfo;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A record of every hook that ran under a [`Cx`](crate::Cx) that carries it.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    steps: Arc<Mutex<Vec<Step>>>,
    /// Whether it leaves out what happens too often to be told.
    brief: bool,
}

/// How many steps a brief record has at most.
const MOST: usize = 10_000;

/// One hook that ran.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// The point it ran at.
    pub point: &'static str,
    /// Which hook it was.
    pub by: HookOrigin,
    /// What it returned, or how it failed.
    pub outcome: Cow<'static, str>,
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
    /// Makes a record to be kept: hooks that let a piece of an answer pass as it is, of which there are thousands, are
    /// left out, and what comes when there are 10,000 steps is, too.
    pub fn brief() -> Self {
        Self { brief: true, ..Self::default() }
    }

    /// Returns what happened so far.
    pub fn steps(&self) -> Vec<Step> {
        lock(&self.steps).clone()
    }

    /// Returns whether a hook that changed nothing at such a point is left out.
    pub(crate) fn leaves_out(&self, point: &PointInfo) -> bool {
        self.brief && point.sync
    }

    pub(crate) fn write(
        &self,
        point: &'static str,
        by: HookOrigin,
        outcome: Cow<'static, str>,
        changes: Vec<Change>,
        since: Instant,
    ) {
        let mut steps = lock(&self.steps);
        let step = Step { point, by, outcome, changes, duration: since.elapsed() };
        if !self.brief || steps.len() < MOST {
            steps.push(step);
        } else if steps.len() == MOST {
            steps.push(Step { outcome: "the record is full; what comes now is left out".into(), ..step });
        }
    }
}

/// All steps, in the order they were taken.
impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        lock(&self.steps).serialize(serializer)
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

/// How an event looked when it was last looked at.
///
/// Most hooks change nothing, and texts are compared in a fraction of the time that trees take; what one hook leaves
/// is what the next one finds.
#[derive(Debug, Default)]
pub(crate) struct Seen(Option<Vec<u8>>);

impl Seen {
    /// Looks at an event, unless it was looked at before.
    pub(crate) fn look<T: Serialize>(&mut self, event: &T) {
        if self.0.is_none() {
            self.0 = serde_json::to_vec(event).ok();
        }
    }

    /// Looks again, and returns what has changed, value by value.
    pub(crate) fn changes<T: Serialize>(&mut self, event: &T) -> Vec<Change> {
        let before = self.0.take();
        self.look(event);
        let mut found = Vec::new();
        if let (Some(before), Some(after)) = (before, &self.0)
            && before != *after
        {
            let read = |text: &[u8]| serde_json::from_slice::<Value>(text).ok();
            compare(String::new(), read(&before).as_ref(), read(after).as_ref(), &mut found);
        }
        found
    }
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
