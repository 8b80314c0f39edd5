use super::{Change, Step, StepOutcome};
use crate::lock::lock;
use crate::origin::HookOrigin;
use crate::point::{PointInfo, TraceDetail};
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// The record of every hook that ran under a [`Cx`](crate::Cx) that carries it.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    steps: Arc<Mutex<Vec<Step>>>,
    /// Whether unchanged pieces of an answer are left out, and the number of steps is bounded.
    brief: bool,
}

/// The number of steps that a brief record has at most.
const BRIEF_STEPS: usize = 10_000;

impl Trace {
    /// Makes a bounded record for storage: hooks that left a piece of an answer as it was are omitted, and recording
    /// stops at 10,000 steps.
    pub fn brief() -> Self {
        Self { brief: true, ..Self::default() }
    }

    /// Returns what happened so far.
    pub fn steps(&self) -> Vec<Step> {
        lock(&self.steps).clone()
    }

    /// Returns whether a hook that changed nothing at such a point is omitted.
    pub(crate) fn omits_unchanged(&self, point: &PointInfo) -> bool {
        self.brief && point.sync
    }

    pub(crate) fn write(
        &self,
        point: &'static str,
        by: HookOrigin,
        outcome: StepOutcome,
        mut changes: Vec<Change>,
        detail: TraceDetail,
        since: Instant,
    ) {
        let mut steps = lock(&self.steps);
        if detail == TraceDetail::Paths {
            // What an earlier hook changed at this point may hold the value that is not to be kept.
            let earlier = steps.iter_mut().filter(|step| step.point == point);
            let earlier = earlier.flat_map(|step| &mut step.changes);
            earlier
                .filter(|earlier| changes.iter().any(|it| it.overlaps(earlier)))
                .for_each(Change::withhold);
            changes.iter_mut().for_each(Change::withhold);
        }
        let step =
            Step { point: point.into(), by: by.into_text(), outcome, changes, duration: since.elapsed() };
        if !self.brief || steps.len() < BRIEF_STEPS {
            steps.push(step);
        } else if steps.len() == BRIEF_STEPS {
            steps.push(Step { outcome: StepOutcome::RecordFull, ..step });
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
