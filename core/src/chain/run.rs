#[cfg(not(panic = "unwind"))]
compile_error!("hookwire contains panics by unwinding: set `panic = \"unwind\"` in the profile");

use super::fire::{Aside, Care, Fire, Pass, Running};
use super::link::{Chain, HookMeta};
use super::span;
use super::watch::{self, Mark};
use super::{Accumulate, Lend};
use crate::cx::Cx;
use crate::error::Error;
use crate::fault::{Fault, FaultKind, Refused};
use crate::panic::message;
use crate::point::{FailurePolicy, HookPoint, Kind, KindName, Output};
use crate::trace::Seen;
use std::any::Any;
use std::borrow::Cow;
use std::mem;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use std::time::Instant;
use tracing::Span;

impl<P: HookPoint> Chain<P>
where
    P::Kind: Accumulate<P>,
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
    ) -> <P::Kind as Accumulate<P>>::Outcome {
        const { assert!(P::INFO.sync, "only a `sync` point can be run without waiting") }
        let fire = pin!(self.run(held, cx));
        match fire.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => unreachable!("hooks of a sync point are plain functions"),
        }
    }
}

impl<P: HookPoint> Pass<'_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    /// Runs the hooks until one waits or none is left.
    // Not inlined, so that what is around it is: firing a point that nobody hooks is then next to nothing.
    #[inline(never)]
    pub(super) fn poll(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<<P::Kind as Accumulate<P>>::Outcome> {
        let mark = watch::mark();
        let outer = mark.read();
        let done = loop {
            let failed = match catch_unwind(AssertUnwindSafe(|| self.as_mut().advance(mark, task))) {
                Ok(Poll::Ready(())) => break Poll::Ready(()),
                Ok(Poll::Pending) => match self.as_mut().project().overdue(task) {
                    None => break Poll::Pending,
                    Some(failed) => failed,
                },
                Err(payload) => self.as_mut().project().panicked(payload),
            };
            if failed.is_break() {
                break Poll::Ready(());
            }
        };
        mark.write(outer);
        done.map(|()| P::Kind::finish(mem::replace(self.project().gathered, P::Kind::start())))
    }

    /// Calls one hook after the other until one waits or none is left.
    ///
    /// Fields are reached one by one: a projection of all of them would be written out for every pass.
    #[inline]
    fn advance(mut self: Pin<&mut Self>, mark: Mark, task: &mut Context<'_>) -> Poll<()> {
        // A hook that keeps a thread long enough to matter does so in one call, so one reading serves the pass.
        let tick = watch::tick();
        let chain = self.chain;
        if self.stage.is_live() {
            match self.as_mut().project().resume(mark, tick, task) {
                Poll::Ready(ControlFlow::Continue(())) => {}
                Poll::Ready(ControlFlow::Break(())) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
        let unwell = chain.unwell.load(Ordering::Relaxed) > 0;
        if self.trace.is_some() || chain.restores || unwell || span::wanted() {
            return self.project().advance_carefully(mark, task);
        }
        while let Some(hook) = chain.bound.get(self.at) {
            mark.enter(hook.serial, tick);
            let this = self.as_mut().project();
            let next = match this.stage.begin(hook, task) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(output)) => {
                    let by = || chain.links[*this.at].by;
                    let next = P::Kind::gather(this.gathered, by, output);
                    *this.at += 1;
                    next
                }
                Poll::Ready(Err(error)) => self.as_mut().project().errored(error),
            };
            if next.is_break() {
                break;
            }
        }
        Poll::Ready(())
    }
}

impl<'h, P: HookPoint> Running<'_, 'h, '_, P>
where
    P::Kind: Accumulate<P>,
{
    /// Goes on with the hook that waits.
    fn resume(&mut self, mark: Mark, tick: u32, task: &mut Context<'_>) -> Poll<ControlFlow<()>> {
        mark.enter(self.chain.bound[*self.at].serial, tick);
        let span = self.span();
        let answer = span.in_scope(|| self.stage.as_mut().resume(task));
        answer.map(|answer| self.settle(answer))
    }

    /// Calls one hook after the other, where events are kept or recorded, or some hook is not well.
    #[cold]
    fn advance_carefully(&mut self, mark: Mark, task: &mut Context<'_>) -> Poll<()> {
        let chain = *self.chain;
        while let Some(link) = chain.links.get(*self.at) {
            if self.passes_over(link) {
                continue;
            }
            self.prepare(link);
            let hook = &chain.bound[*self.at];
            mark.enter(hook.serial, watch::tick());
            let span = self.span();
            match span.in_scope(|| self.stage.as_mut().begin(hook, task)) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(answer) => {
                    if self.settle(answer).is_break() {
                        break;
                    }
                }
            }
        }
        Poll::Ready(())
    }

    const EDITS: bool = matches!(P::Kind::NAME, KindName::Edit);

    fn settle(&mut self, answer: Result<Output<P>, Error>) -> ControlFlow<()> {
        self.disarm();
        match answer {
            Ok(output) => {
                let link = self.link();
                if self.chain.unwell.load(Ordering::Relaxed) > 0 {
                    link.health.recover();
                }
                self.record(link, true, || P::Kind::show(&output));
                *self.at += 1;
                P::Kind::gather(self.gathered, || link.by, output)
            }
            Err(error) => self.errored(error),
        }
    }

    #[cold]
    fn errored(&mut self, error: Error) -> ControlFlow<()> {
        self.fail(FaultKind::Error, error.to_string(), Some(error))
    }

    #[cold]
    fn panicked(&mut self, payload: Box<dyn Any + Send>) -> ControlFlow<()> {
        self.fail(FaultKind::Panic, message(payload), None)
    }

    /// Ends the hook that waits if it has waited too long.
    #[cold]
    fn overdue(&mut self, task: &mut Context<'_>) -> Option<ControlFlow<()>> {
        let timeout = self.link().timeout;
        let rings = self.aside().project().alarm.rings(timeout, task);
        rings.then(|| {
            let took = format!("took longer than {timeout:?}");
            self.fail(FaultKind::Timeout, took, None)
        })
    }

    /// Reports the fault of the hook at `at` and does what its policy says.
    #[cold]
    fn fail(&mut self, kind: FaultKind, said: String, cause: Option<Error>) -> ControlFlow<()> {
        let link = self.link();
        self.drop_hook(link);
        self.disarm();
        self.restore(link);
        let mut fault = Fault::new(P::INFO.name, link.by, kind, said);
        fault.refused = link.policy == FailurePolicy::Closed;
        contain::<P>(link, "while it was recorded", || {
            self.record(link, false, || format!("{kind}: {}", fault.message).into());
        });
        link.sink.report(fault.clone());
        count_failure::<P>(link);
        *self.at += 1;
        if link.policy == FailurePolicy::Open {
            return ControlFlow::Continue(());
        }
        P::Kind::refuse(self.gathered, link.by, Refused::new(fault, cause))
    }

    fn drop_hook(&mut self, link: &HookMeta) {
        contain::<P>(link, "while it was dropped", || self.stage.as_mut().abandon());
    }

    #[cold]
    pub(super) fn cancel(&mut self) {
        let link = self.link();
        self.drop_hook(link);
        self.restore(link);
        contain::<P>(link, "while it was recorded", || self.record(link, false, || "cancelled".into()));
    }

    /// Returns what is known of the hook at `at`.
    fn link(&self) -> &'h HookMeta {
        &self.chain.links[*self.at]
    }

    fn passes_over(&mut self, link: &HookMeta) -> bool {
        let suspended = link.health.is_suspended();
        if suspended {
            if let Some(trace) = *self.trace {
                trace.write(P::INFO.name, link.by, "suspended".into(), Vec::new(), Instant::now());
            }
            *self.at += 1;
        }
        suspended
    }

    // ===== What most passes never need =====

    fn aside(&mut self) -> Pin<&mut Aside<P::Event>> {
        if self.aside.is_none() {
            self.aside.set(Some(Aside::new()));
        }
        self.aside.as_mut().as_pin_mut().expect("it was set above")
    }

    fn disarm(&mut self) {
        if let Some(aside) = self.aside.as_mut().as_pin_mut() {
            aside.project().alarm.disarm();
        }
    }

    fn take_care(&mut self) -> Option<Box<Care<P::Event>>> {
        self.aside.as_mut().as_pin_mut()?.project().care.take()
    }

    /// Keeps the event as it is where it may have to be restored, and how it looks where changes are recorded.
    fn prepare(&mut self, link: &HookMeta) {
        let restores = Self::EDITS && link.policy == FailurePolicy::Open;
        let spans = span::wanted();
        let records = self.trace.is_some() || spans;
        if !restores && !records {
            return;
        }
        let kept = self.stage.as_mut().event().filter(|_| restores).cloned();
        if records {
            self.look(Seen::look);
        }
        let span = if spans { span::of(P::INFO.name, link.by) } else { Span::none() };
        *self.aside().project().care = Some(Box::new(Care::new(kept, span)));
    }

    /// Looks at the event, if the kind of the point can change it.
    fn look<R>(&mut self, look: impl FnOnce(&mut Seen, &P::Event) -> R) -> Option<R> {
        let mut seen = mem::take(self.aside().project().seen);
        let found = self.stage.as_mut().event().map(|event| look(&mut seen, event));
        *self.aside().project().seen = seen;
        found
    }

    /// Returns the span of the hook at `at`, if spans are collected.
    fn span(&self) -> Span {
        let care = self.aside.as_ref().as_pin_ref().and_then(|aside| aside.get_ref().care.as_ref());
        care.map_or_else(Span::none, |care| care.span.clone())
    }

    /// Undoes what a hook that failed open has half done.
    fn restore(&mut self, link: &HookMeta) {
        if Self::EDITS && link.policy == FailurePolicy::Open {
            contain::<P>(link, "while its edit was undone", || self.undo());
        }
    }

    /// Puts the kept event back. It is not cloned again: a clone that panics would leave the half-done edit.
    fn undo(&mut self) {
        if let Some(aside) = self.aside.as_mut().as_pin_mut()
            && let Some(before) = aside.project().care.as_mut().and_then(|care| care.event.take())
            && let Some(event) = self.stage.as_mut().event()
        {
            drop(mem::replace(event, before));
        }
    }

    fn record(&mut self, link: &HookMeta, passed: bool, outcome: impl FnOnce() -> Cow<'static, str>) {
        let Some(care) = self.take_care() else {
            return;
        };
        if self.trace.is_none() && care.span.is_disabled() {
            return;
        }
        let (outcome, changes) = (outcome(), self.look(Seen::changes).unwrap_or_default());
        care.span.record("outcome", &*outcome);
        if !changes.is_empty() {
            let paths: Vec<_> = changes.iter().map(|change| change.path.as_str()).collect();
            care.span.record("changed", paths.join(" "));
        }
        let passed = passed && changes.is_empty();
        if let Some(trace) = self.trace.filter(|trace| !(passed && trace.leaves_out(P::INFO))) {
            trace.write(P::INFO.name, link.by, outcome, changes, care.since);
        }
    }
}

/// Runs what reaches a plugin's code behind the guard of the pass; should it panic, that is one more fault of the
/// same hook.
pub(super) fn contain<P: HookPoint>(link: &HookMeta, when: &str, run: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(run)) {
        let said = format!("{when}: {}", message(payload));
        link.sink.report(Fault::new(P::INFO.name, link.by, FaultKind::Panic, said));
    }
}

/// Only observers are ever suspended: leaving out a gate or an edit would open what it closes.
fn count_failure<P: HookPoint>(link: &HookMeta) {
    let observes = matches!(P::Kind::NAME, KindName::Observe);
    if observes && link.policy == FailurePolicy::Open && link.health.fail() {
        let said = "failed too often in a row and rests for a while".into();
        link.sink.report(Fault::new(P::INFO.name, link.by, FaultKind::Suspended, said));
    }
}
