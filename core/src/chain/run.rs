#[cfg(not(panic = "unwind"))]
compile_error!("hookwire contains panics by unwinding: set `panic = \"unwind\"` in the profile");

use super::fire::{Care, Fire, Running};
use super::link::{Chain, Link};
use super::watch::{self, Mark};
use super::{Exclusive, Fault, FaultKind, Lend, Refused, Sequence, message};
use crate::cx::Cx;
use crate::error::Error;
use crate::plugin::Policy;
use crate::point::{Edit, HookPoint, Kind, KindName, Output};
use crate::trace;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

impl<P: HookPoint> Chain<P>
where
    P::Kind: Sequence<P>,
{
    /// Runs the hooks and returns what came together.
    ///
    /// Dropping the future drops the hook that runs; a panic in its drop is contained and reported.
    #[inline]
    pub fn run<'h, 'a>(
        &'h self,
        held: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
        cx: &'a Cx,
    ) -> Fire<'h, 'a, P> {
        Fire::new(Some(self), held.into(), cx)
    }

    /// Runs the hooks of a sync point, where nobody can wait.
    #[inline]
    pub fn run_now<'a>(
        &self,
        held: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
        cx: &'a Cx,
    ) -> <P::Kind as Sequence<P>>::Outcome {
        const { assert!(P::INFO.sync, "only a `sync` point can be run without waiting") }
        let fire = pin!(self.run(held, cx));
        match fire.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => unreachable!("hooks of a sync point are plain functions"),
        }
    }
}

impl<P: HookPoint<Kind = Edit>> Chain<P> {
    /// Runs the hooks of an edit point over `event`.
    #[inline]
    pub async fn edit(&self, event: &mut P::Event, cx: &Cx) -> Result<(), Refused> {
        self.run(Exclusive::from(event), cx).await
    }
}

impl<'h, P: HookPoint> Running<'_, 'h, '_, P>
where
    P::Kind: Sequence<P>,
{
    #[inline]
    pub(super) fn poll(&mut self, chain: &'h Chain<P>, task: &mut Context<'_>) -> Poll<()> {
        let mark = watch::mark();
        let outer = mark.read();
        let done = loop {
            match catch_unwind(AssertUnwindSafe(|| self.advance(chain, mark, task))) {
                Ok(Poll::Ready(())) => break Poll::Ready(()),
                Ok(Poll::Pending) if self.is_overdue(chain, task) => {
                    let took = format!("took longer than {:?}", chain.links[*self.at].timeout);
                    if self.fail(chain, FaultKind::Timeout, took, None).is_break() {
                        break Poll::Ready(());
                    }
                }
                Ok(Poll::Pending) => break Poll::Pending,
                Err(payload) => {
                    let said = message(payload);
                    if self.fail(chain, FaultKind::Panic, said, None).is_break() {
                        break Poll::Ready(());
                    }
                }
            }
        };
        mark.write(outer);
        done
    }

    /// Calls one hook after the other until one waits or none is left.
    #[inline]
    fn advance(&mut self, chain: &'h Chain<P>, mark: Mark, task: &mut Context<'_>) -> Poll<()> {
        // A hook that keeps a thread long enough to matter does so in one call, so one reading serves the pass.
        let tick = watch::tick();
        if self.stage.is_live() {
            return self.advance_carefully(chain, mark, task);
        }
        if self.trace.is_some() || chain.restores || chain.unwell.load(Ordering::Relaxed) > 0 {
            return self.advance_carefully(chain, mark, task);
        }
        while let Some(hook) = chain.bound.get(*self.at) {
            mark.enter(hook.serial, tick);
            match self.stage.as_mut().begin(hook, task) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(output)) => {
                    let by = || chain.links[*self.at].by;
                    if P::Kind::gather(self.gathered, by, output).is_break() {
                        break;
                    }
                    *self.at += 1;
                }
                Poll::Ready(Err(error)) => {
                    if self.fail(chain, FaultKind::Error, error.to_string(), Some(error)).is_break() {
                        break;
                    }
                }
            }
        }
        Poll::Ready(())
    }

    /// The same, where a hook waited, events are kept or recorded, or some hook is not well.
    #[cold]
    fn advance_carefully(
        &mut self,
        chain: &'h Chain<P>,
        mark: Mark,
        task: &mut Context<'_>,
    ) -> Poll<()> {
        while let Some(link) = chain.links.get(*self.at) {
            let hook = &chain.bound[*self.at];
            let answer = if self.stage.is_live() {
                mark.enter(hook.serial, watch::tick());
                self.stage.as_mut().resume(task)
            } else if self.passes_over(link) {
                continue;
            } else {
                self.prepare(link);
                mark.enter(hook.serial, watch::tick());
                self.stage.as_mut().begin(hook, task)
            };
            match answer {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(answer) => {
                    if self.settle(chain, answer).is_break() {
                        break;
                    }
                }
            }
        }
        Poll::Ready(())
    }

    const EDITS: bool = matches!(P::Kind::NAME, KindName::Edit);

    fn settle(&mut self, chain: &'h Chain<P>, answer: Result<Output<P>, Error>) -> ControlFlow<()> {
        self.alarm.set(None);
        match answer {
            Ok(output) => {
                let link = &chain.links[*self.at];
                link.health.recover();
                self.record(link, || P::Kind::show(&output));
                *self.at += 1;
                P::Kind::gather(self.gathered, || link.by, output)
            }
            Err(error) => self.fail(chain, FaultKind::Error, error.to_string(), Some(error)),
        }
    }

    /// Reports the fault of the hook at `at` and does what its policy says.
    #[cold]
    fn fail(
        &mut self,
        chain: &'h Chain<P>,
        kind: FaultKind,
        said: String,
        cause: Option<Error>,
    ) -> ControlFlow<()> {
        let link = &chain.links[*self.at];
        self.drop_hook(link);
        self.alarm.set(None);
        self.restore(link);
        let mut fault = Fault::new(P::INFO.name, link.by, kind, said);
        fault.refused = link.policy == Policy::Closed;
        self.record(link, || format!("{kind}: {}", fault.message));
        link.sink.report(fault.clone());
        count_failure::<P>(link);
        *self.at += 1;
        if link.policy == Policy::Open {
            return ControlFlow::Continue(());
        }
        P::Kind::refuse(self.gathered, link.by, Refused::new(fault, cause))
    }

    /// Drops the hook that waits; should that panic, it is one more fault of the same hook.
    fn drop_hook(&mut self, link: &Link) {
        let drop = catch_unwind(AssertUnwindSafe(|| self.stage.as_mut().abandon()));
        if let Err(payload) = drop {
            let said = format!("while it was dropped: {}", message(payload));
            link.sink
                .report(Fault::new(P::INFO.name, link.by, FaultKind::Panic, said));
        }
    }

    #[cold]
    pub(super) fn cancel(&mut self, link: &Link) {
        self.drop_hook(link);
        self.restore(link);
        self.record(link, || "cancelled".into());
    }

    fn passes_over(&mut self, link: &Link) -> bool {
        let suspended = link.health.is_suspended();
        if suspended {
            if let Some(trace) = *self.trace {
                trace.write(P::INFO.name, link.by, "suspended".into(), Vec::new(), Instant::now());
            }
            *self.at += 1;
        }
        suspended
    }

    /// Arms the alarm of a hook that waits, and returns whether it rings.
    #[cold]
    fn is_overdue(&mut self, chain: &Chain<P>, task: &mut Context<'_>) -> bool {
        if self.alarm.is_none() {
            if tokio::runtime::Handle::try_current().is_err() {
                return false;
            }
            let timeout = chain.links[*self.at].timeout;
            self.alarm.set(Some(tokio::time::sleep(timeout)));
        }
        let alarm = self.alarm.as_mut().as_pin_mut();
        // The clock is asked as well: a task that has used up its cooperative budget never sees a timer ring.
        alarm.is_some_and(|mut alarm| {
            let due = alarm.deadline();
            alarm.as_mut().poll(task).is_ready() || tokio::time::Instant::now() >= due
        })
    }

    // ===== Edits and records =====

    /// Keeps the event as it is, where it may have to be restored or compared.
    fn prepare(&mut self, link: &Link) {
        let restores = Self::EDITS && link.policy == Policy::Open;
        if !restores && self.trace.is_none() {
            return;
        }
        let event = self.stage.as_mut().event().cloned();
        *self.care = Some(Box::new(Care::new(event)));
    }

    /// Undoes what a hook that failed open has half done.
    fn restore(&mut self, link: &Link) {
        if Self::EDITS
            && link.policy == Policy::Open
            && let Some(before) = self.care.as_ref().and_then(|care| care.event.as_ref())
            && let Some(event) = self.stage.as_mut().event()
        {
            event.clone_from(before);
        }
    }

    fn record(&mut self, link: &Link, outcome: impl FnOnce() -> String) {
        let (Some(trace), Some(care)) = (*self.trace, self.care.take()) else {
            return;
        };
        let after = self.stage.as_mut().event();
        let changes = match (&care.event, after) {
            (Some(before), Some(after)) => trace::changes(before, after),
            _ => Vec::new(),
        };
        trace.write(P::INFO.name, link.by, outcome(), changes, care.since);
    }
}

/// Only observers are ever suspended: leaving out a gate or an edit would open what it closes.
fn count_failure<P: HookPoint>(link: &Link) {
    let observes = matches!(P::Kind::NAME, KindName::Observe);
    if observes && link.policy == Policy::Open && link.health.fail() {
        let said = "failed too often in a row and rests for a while".into();
        link.sink
            .report(Fault::new(P::INFO.name, link.by, FaultKind::Suspended, said));
    }
}
