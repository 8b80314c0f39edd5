use super::state::Running;
use crate::chain::meta::HookMeta;
use crate::chain::outcome::Accumulate;
use crate::point::HookPoint;
use crate::trace::{Snapshot, StepOutcome};
use std::mem;
use tracing::Span;

impl<P: HookPoint> Running<'_, '_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    /// Compares the event with its snapshot, if the kind of the point can change it.
    pub(super) fn with_snapshot<R>(
        &mut self,
        compare: impl FnOnce(&mut Snapshot, &P::Event) -> R,
    ) -> Option<R> {
        let mut snapshot = mem::take(self.cold().project().snapshot);
        let found = self.slot.as_mut().event().map(|event| compare(&mut snapshot, event));
        *self.cold().project().snapshot = snapshot;
        found
    }

    /// Returns the span of the hook at `at`, if spans are collected.
    pub(super) fn span(&self) -> Span {
        let record = self.cold.as_ref().as_pin_ref().and_then(|cold| cold.get_ref().record.as_ref());
        record.map_or_else(Span::none, |record| record.span.clone())
    }

    /// Writes the outcome of a hook into its span and the trace, if there are any.
    pub(super) fn record(&mut self, meta: &HookMeta, passed: bool, outcome: impl FnOnce() -> StepOutcome) {
        let Some(record) = self.take_record() else {
            return;
        };
        if self.trace.is_none() && record.span.is_disabled() {
            return;
        }
        let (outcome, changes) = (outcome(), self.with_snapshot(Snapshot::changes).unwrap_or_default());
        if !record.span.is_disabled() {
            record.span.record("outcome", outcome.to_string());
            if !changes.is_empty() {
                let paths: Vec<_> = changes.iter().map(|change| change.path.as_str()).collect();
                record.span.record("changed", paths.join(" "));
            }
        }
        let passed = passed && changes.is_empty();
        if let Some(trace) = self.trace.filter(|trace| !(passed && trace.omits_unchanged(P::INFO))) {
            trace.write(P::INFO.name, meta.origin, outcome, changes, meta.policy.trace, record.since);
        }
    }
}
