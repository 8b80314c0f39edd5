use super::calls::NextCalls;
use crate::chain::erased::{HookCall, HookSlot};
use crate::chain::meta::{HookMeta, fault_kind};
use crate::chain::timer::HookTimer;
use crate::error::{Error, Result};
use crate::fault::{Fault, FaultKind};
use crate::panic::message;
use crate::point::{HookPoint, Output, Wrap};
use crate::trace::StepOutcome;
use crate::watchdog::{self, CallBudget};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant as StdInstant};
use tokio::time::Instant;

/// The end of one hook of a wrap chain.
pub(super) enum LevelEnd<T> {
    Returned(T),
    /// The hook returned the error that came from further in, and is not at fault.
    PassedOn(Error),
    Failed(Fault, Option<Error>),
}

impl<T> LevelEnd<T> {
    /// Describes the end, for a trace.
    pub(super) fn describe(&self, calls: &NextCalls) -> StepOutcome {
        let next_calls = calls.count();
        match self {
            Self::Returned(_) => StepOutcome::Returned { next_calls },
            Self::PassedOn(error) => StepOutcome::PassedOn { error: error.to_string(), next_calls },
            Self::Failed(fault, _) => StepOutcome::Failed {
                kind: fault.kind,
                message: fault.message.clone(),
                next_calls: Some(next_calls),
            },
        }
    }
}

/// One hook of a wrap chain while it runs.
pub(super) struct Level<'s, 'a, P: HookPoint<Kind = Wrap>> {
    hook: &'a HookCall<P>,
    meta: &'a HookMeta,
    slot: Pin<&'s mut HookSlot<'a, 'a, P>>,
    timer: Pin<&'s mut HookTimer>,
    armed: Option<Instant>,
    /// What is left of the time-out; the time inside `next` does not count.
    budget: Duration,
    calls: &'a NextCalls,
    begun: bool,
    cpu: Option<CallBudget>,
}

impl<'s, 'a, P: HookPoint<Kind = Wrap>> Level<'s, 'a, P> {
    pub(super) fn new(
        hook: &'a HookCall<P>,
        meta: &'a HookMeta,
        slot: Pin<&'s mut HookSlot<'a, 'a, P>>,
        timer: Pin<&'s mut HookTimer>,
        calls: &'a NextCalls,
    ) -> Self {
        let budget = meta.policy.timeout;
        let cpu = CallBudget::of(hook.serial);
        Self { hook, meta, slot, timer, armed: None, budget, calls, begun: false, cpu }
    }

    pub(super) fn poll(&mut self, task: &mut Context<'_>) -> Poll<LevelEnd<P::Outcome>> {
        let mark = watchdog::mark();
        let outer = mark.read();
        mark.enter(self.hook.serial, watchdog::tick());
        self.calls.hook_is_polled();
        let since = self.cpu.map(|_| (StdInstant::now(), self.calls.time_inside()));
        let polled = catch_unwind(AssertUnwindSafe(|| self.drive(task)));
        mark.write(outer);
        if let (Some(cpu), Some((since, inside))) = (&mut self.cpu, since) {
            cpu.spend(since, self.calls.time_inside().saturating_sub(inside));
        }
        let over = self.cpu.and_then(|cpu| cpu.exceeded());
        match (polled, over) {
            (Ok(Poll::Pending), Some(limit)) => {
                Poll::Ready(self.fail(FaultKind::Cpu, format!("may use {limit:?} a call"), None))
            }
            (polled, _) => self.end(polled, task),
        }
    }

    fn end(
        &mut self,
        polled: thread::Result<Poll<Result<Output<P>>>>,
        task: &mut Context<'_>,
    ) -> Poll<LevelEnd<P::Outcome>> {
        match polled {
            Ok(Poll::Pending) if self.is_overdue(task) => {
                let text = format!("took longer than {:?}", self.meta.policy.timeout);
                Poll::Ready(self.fail(FaultKind::Timeout, text, None))
            }
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(Ok(response))) => Poll::Ready(LevelEnd::Returned(response)),
            Ok(Poll::Ready(Err(error))) if self.calls.has_passed(&error) => {
                Poll::Ready(LevelEnd::PassedOn(error))
            }
            Ok(Poll::Ready(Err(error))) => {
                Poll::Ready(self.fail(fault_kind(&error), error.to_string(), Some(error)))
            }
            Err(payload) => Poll::Ready(self.fail(FaultKind::Panic, message(payload), None)),
        }
    }

    fn drive(&mut self, task: &mut Context<'_>) -> Poll<Result<Output<P>>> {
        if self.begun {
            return self.slot.as_mut().resume(task);
        }
        self.begun = true;
        self.slot.as_mut().begin(self.hook, task)
    }

    fn is_overdue(&mut self, task: &mut Context<'_>) -> bool {
        if self.calls.any_waiting() {
            if let Some(since) = self.armed.take() {
                self.budget = self.budget.saturating_sub(since.elapsed());
                self.timer.as_mut().disarm();
            }
            return false;
        }
        self.armed.get_or_insert_with(Instant::now);
        self.timer.as_mut().has_elapsed(self.budget, task)
    }

    #[cold]
    fn fail(&mut self, kind: FaultKind, text: String, cause: Option<Error>) -> LevelEnd<P::Outcome> {
        self.drop_hook();
        let mut fault = self.meta.fault(kind, text);
        fault.refused = !self.meta.fails_open() || self.calls.any_begun();
        self.meta.sink.report(fault.clone());
        LevelEnd::Failed(fault, cause)
    }

    fn drop_hook(&mut self) {
        self.meta.contain("while it was dropped", || self.slot.as_mut().abandon());
    }
}

impl<P: HookPoint<Kind = Wrap>> Drop for Level<'_, '_, P> {
    fn drop(&mut self) {
        if self.slot.is_live() {
            self.drop_hook();
        }
    }
}
