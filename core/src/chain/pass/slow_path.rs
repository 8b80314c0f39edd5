use super::state::{HookRecord, Running};
use crate::chain::meta::HookMeta;
use crate::chain::outcome::Accumulate;
use crate::chain::span;
use crate::point::{HookPoint, Kind, KindName};
use crate::trace::{Snapshot, StepOutcome};
use crate::watchdog::{self, CallBudget, Mark};
use std::ops::ControlFlow;
use std::task::{Context, Poll};
use std::time::Instant;
use tracing::Span;

impl<P: HookPoint> Running<'_, '_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    pub(super) const EDITS: bool = matches!(P::Kind::NAME, KindName::Edit);

    /// Calls one hook after the other, where events are restored or recorded, or some breaker has counted a failure.
    #[cold]
    pub(super) fn advance_slowly(&mut self, mark: Mark, task: &mut Context<'_>) -> Poll<()> {
        let chain = *self.chain;
        while let Some(meta) = chain.metas.get(*self.at) {
            if self.skip_suspended(meta) {
                continue;
            }
            if let Some((kind, why)) = meta.breaker.tripped() {
                if self.fail(kind, why, None) == ControlFlow::Break(()) {
                    break;
                }
                continue;
            }
            self.prepare(meta);
            let hook = &chain.calls[*self.at];
            mark.enter(hook.serial, watchdog::tick());
            let span = self.span();
            let budget = CallBudget::of(hook.serial).map(|budget| (budget, Instant::now()));
            match span.in_scope(|| self.slot.as_mut().begin(hook, task)) {
                Poll::Pending => {
                    if let Some((budget, since)) = budget {
                        *self.cold().project().budget = Some(Box::new(budget));
                        self.spend(since);
                    }
                    return Poll::Pending;
                }
                Poll::Ready(answer) => {
                    if self.take_answer(answer) == ControlFlow::Break(()) {
                        break;
                    }
                }
            }
        }
        Poll::Ready(())
    }

    fn skip_suspended(&mut self, meta: &HookMeta) -> bool {
        let suspended = meta.breaker.is_open() || (meta.fails_open() && meta.breaker.tripped().is_some());
        if suspended {
            self.skip(meta);
        }
        suspended
    }

    fn skip(&mut self, meta: &HookMeta) {
        if let Some(trace) = *self.trace {
            let now = Instant::now();
            trace.write(
                P::INFO.name,
                meta.origin,
                StepOutcome::Suspended,
                Vec::new(),
                meta.policy.trace,
                now,
            );
        }
        *self.at += 1;
    }

    /// Clones the event where it may have to be restored, and takes a snapshot of it where changes are recorded.
    fn prepare(&mut self, meta: &HookMeta) {
        let restores = Self::EDITS && meta.fails_open();
        let spans = span::wanted();
        let records = self.trace.is_some() || spans;
        if !restores && !records {
            return;
        }
        let before = self.slot.as_mut().event().filter(|_| restores).cloned();
        if records {
            self.with_snapshot(Snapshot::take);
        }
        let span = if spans { span::of(P::INFO.name, meta.origin) } else { Span::none() };
        *self.cold().project().record = Some(Box::new(HookRecord::new(before, span)));
    }
}
