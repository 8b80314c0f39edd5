use super::StepOutcome;
use crate::origin::HookOrigin;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// One hook that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Step {
    /// The point it ran at.
    pub point: Cow<'static, str>,
    /// The hook.
    pub by: HookOrigin<Cow<'static, str>>,
    /// What came of it.
    pub outcome: StepOutcome,
    /// The values that the hook changed in the event.
    pub changes: Vec<Change>,
    /// How long the hook took.
    pub duration: Duration,
}

/// One value that a hook changed.
///
/// A hook with [`TraceDetail::Paths`](crate::point::TraceDetail) leaves the place alone, without either value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The place in the event, as a JSON pointer.
    pub path: String,
    /// The value before, if there was one.
    pub before: Option<Value>,
    /// The value after, if there is one.
    pub after: Option<Value>,
}

impl Change {
    /// Forgets the values.
    pub(super) fn withhold(&mut self) {
        (self.before, self.after) = (None, None);
    }

    /// Returns whether one of two values may hold the other. An entry of a list may be any other entry of it: entries shift
    /// when one is inserted or removed.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let holds = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let (path, other) = (outside_lists(&self.path), outside_lists(&other.path));
        holds(path, other) || holds(other, path)
    }
}

/// Returns a path up to the first list on it.
fn outside_lists(path: &str) -> &str {
    let is_index = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut end = 0;
    for part in path.split('/').skip(1).take_while(|part| !is_index(part)) {
        end += 1 + part.len();
    }
    path.split_at(end).0
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
