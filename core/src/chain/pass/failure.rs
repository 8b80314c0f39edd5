use super::state::Running;
use crate::chain::meta::{HookMeta, TRIPPED};
use crate::chain::outcome::Accumulate;
use crate::error::Error;
use crate::fault::{FaultKind, Refused};
use crate::panic::message;
use crate::point::{HookPoint, Kind, KindName};
use crate::trace::StepOutcome;
use std::any::Any;
use std::mem;
use std::ops::ControlFlow;
use std::task::Context;

impl<P: HookPoint> Running<'_, '_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    #[cold]
    pub(super) fn errored(&mut self, error: Error) -> ControlFlow<()> {
        self.fail(FaultKind::Error, error.to_string(), Some(error))
    }

    #[cold]
    pub(super) fn panicked(&mut self, payload: Box<dyn Any + Send>) -> ControlFlow<()> {
        self.fail(FaultKind::Panic, message(payload), None)
    }

    /// Refuses in place of a hook that is not called any more.
    #[cold]
    pub(super) fn tripped(&mut self) -> ControlFlow<()> {
        self.fail(FaultKind::Suspended, TRIPPED.into(), None)
    }

    /// Ends the hook that waits if it has waited too long.
    #[cold]
    pub(super) fn overdue(&mut self, task: &mut Context<'_>) -> Option<ControlFlow<()>> {
        let timeout = self.meta().policy.timeout;
        let elapsed = self.cold().project().timer.has_elapsed(timeout, task);
        elapsed.then(|| self.fail(FaultKind::Timeout, format!("took longer than {timeout:?}"), None))
    }

    /// Reports the fault of the hook at `at` and does what its policy says.
    #[cold]
    fn fail(&mut self, kind: FaultKind, text: String, cause: Option<Error>) -> ControlFlow<()> {
        let meta = self.meta();
        self.drop_hook(meta);
        self.disarm();
        self.restore(meta);
        let mut fault = meta.fault(kind, text);
        fault.refused = !meta.fails_open();
        meta.contain("while it was recorded", || {
            let message = fault.message.clone();
            self.record(meta, false, || StepOutcome::Failed { kind, message, next_calls: None });
        });
        meta.sink.report(fault.clone());
        count_failure::<P>(meta);
        *self.at += 1;
        if meta.fails_open() {
            return ControlFlow::Continue(());
        }
        P::Kind::refuse(self.accumulated, meta.origin, Refused::new(fault, cause))
    }

    /// Drops the hook that waits, as the pass itself is dropped.
    #[cold]
    pub(super) fn cancel(&mut self) {
        let meta = self.meta();
        self.drop_hook(meta);
        self.restore(meta);
        meta.contain("while it was recorded", || self.record(meta, false, || StepOutcome::Cancelled));
    }

    fn drop_hook(&mut self, meta: &HookMeta) {
        meta.contain("while it was dropped", || self.slot.as_mut().abandon());
    }

    /// Undoes the half-done edit of a hook that failed open.
    fn restore(&mut self, meta: &HookMeta) {
        if Self::EDITS && meta.fails_open() {
            meta.contain("while its edit was undone", || self.undo());
        }
    }

    /// Puts the event back. It is not cloned again: a clone that panics would leave the half-done edit.
    fn undo(&mut self) {
        if let Some(cold) = self.cold.as_mut().as_pin_mut()
            && let Some(before) = cold.project().record.as_mut().and_then(|record| record.before.take())
            && let Some(event) = self.slot.as_mut().event()
        {
            drop(mem::replace(event, before));
        }
    }
}

/// Counts a failure of an observer. Only observers are ever suspended: leaving out a gate or an edit would open what it
/// closes.
fn count_failure<P: HookPoint>(meta: &HookMeta) {
    let observes = matches!(P::Kind::NAME, KindName::Observe);
    if observes && meta.fails_open() && meta.breaker.count_failure() {
        let text = "failed too often in a row and rests for a while".into();
        meta.sink.report(meta.fault(FaultKind::Suspended, text));
    }
}
