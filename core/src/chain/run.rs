#[cfg(not(panic = "unwind"))]
compile_error!("hookwire contains panics by unwinding: set `panic = \"unwind\"` in the profile");

use super::handler::{Exclusive, Stage};
use super::link::{Chain, Link};
use super::watch::{self, Mark};
use super::{Fault, FaultKind, Refused, Sequence, message};
use crate::cx::Cx;
use crate::error::Error;
use crate::plugin::Policy;
use crate::point::{Edit, HookPoint, KindName, Kind, Output};
use crate::trace;
use std::future::poll_fn;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use tokio::time::Sleep;

impl<P: HookPoint> Chain<P>
where
    P::Kind: Sequence<P>,
{
    /// Runs the hooks and returns what came together.
    ///
    /// Dropping the future drops the hook that runs; a panic in its drop is contained and reported.
    #[inline]
    pub async fn run<'a, H>(&self, held: H, cx: &'a Cx) -> <P::Kind as Sequence<P>>::Outcome
    where
        H: Into<<P::Kind as super::Lend<P>>::Held<'a>>,
    {
        if self.links.is_empty() {
            return P::Kind::finish(P::Kind::start());
        }
        let stage = pin!(Stage::new(held.into(), cx, self.layout));
        let alarm = pin!(None);
        let mut run = Run::new(&self.links, stage, alarm, cx);
        poll_fn(|task| run.poll(task)).await;
        run.finish()
    }

    /// Runs the hooks of a sync point, where nobody can wait.
    #[inline]
    pub fn run_now<'a, H>(&self, held: H, cx: &'a Cx) -> <P::Kind as Sequence<P>>::Outcome
    where
        H: Into<<P::Kind as super::Lend<P>>::Held<'a>>,
    {
        const { assert!(P::INFO.sync, "only a `sync` point can be run without waiting") }
        if self.links.is_empty() {
            return P::Kind::finish(P::Kind::start());
        }
        let stage = pin!(Stage::new(held.into(), cx, self.layout));
        let alarm = pin!(None);
        let mut run = Run::new(&self.links, stage, alarm, cx);
        let polled = run.poll(&mut Context::from_waker(Waker::noop()));
        debug_assert!(polled.is_ready(), "hooks of a sync point are plain functions");
        run.finish()
    }
}

impl<P: HookPoint<Kind = Edit>> Chain<P> {
    /// Runs the hooks of an edit point over `event`.
    #[inline]
    pub async fn edit(&self, event: &mut P::Event, cx: &Cx) -> Result<(), Refused> {
        self.run(Exclusive::from(event), cx).await
    }
}

/// One pass over a chain.
///
/// There is one guard for the whole pass, not one for each hook: `at` says which hook a panic came from,
/// and the pass goes on behind it.
struct Run<'s, 'h, 'a, P: HookPoint>
where
    P::Kind: Sequence<P>,
{
    links: &'h [Link<P>],
    at: usize,
    stage: Pin<&'s mut Stage<'h, 'a, P>>,
    /// Set while the hook at `at` waits.
    alarm: Pin<&'s mut Option<Sleep>>,
    gathered: <P::Kind as Sequence<P>>::Gathered,
    /// The event as it was before a hook that may fail without harm.
    before: Option<P::Event>,
    recording: Option<trace::Pen<'a>>,
    cx: &'a Cx,
}

impl<'s, 'h, 'a, P: HookPoint> Run<'s, 'h, 'a, P>
where
    P::Kind: Sequence<P>,
{
    #[inline]
    fn new(
        links: &'h [Link<P>],
        stage: Pin<&'s mut Stage<'h, 'a, P>>,
        alarm: Pin<&'s mut Option<Sleep>>,
        cx: &'a Cx,
    ) -> Self {
        Self {
            links,
            at: 0,
            stage,
            alarm,
            gathered: P::Kind::start(),
            before: None,
            recording: cx.pen(),
            cx,
        }
    }

    #[inline]
    fn finish(&mut self) -> <P::Kind as Sequence<P>>::Outcome {
        P::Kind::finish(std::mem::replace(&mut self.gathered, P::Kind::start()))
    }

    #[inline]
    fn poll(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let mark = watch::mark();
        let outer = mark.read();
        let done = loop {
            match catch_unwind(AssertUnwindSafe(|| self.advance(mark, task))) {
                Ok(Poll::Ready(())) => break Poll::Ready(()),
                Ok(Poll::Pending) if self.is_overdue(task) => {
                    let took = format!("took longer than {:?}", self.links[self.at].timeout);
                    if self.fail(FaultKind::Timeout, took, None).is_break() {
                        break Poll::Ready(());
                    }
                }
                Ok(Poll::Pending) => break Poll::Pending,
                Err(payload) => {
                    if self.fail(FaultKind::Panic, message(payload), None).is_break() {
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
    fn advance(&mut self, mark: Mark, task: &mut Context<'_>) -> Poll<()> {
        let links = self.links;
        if self.stage.is_live() {
            mark.enter(links[self.at].serial);
            match self.stage.as_mut().resume(task) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(answer) => {
                    self.alarm.set(None);
                    if self.settle(answer).is_break() {
                        return Poll::Ready(());
                    }
                }
            }
        }
        while let Some(link) = links.get(self.at) {
            if !link.health.is_clean() && self.passes_over(link) {
                continue;
            }
            if self.recording.is_some() || (Self::EDITS && link.policy == Policy::Open) {
                self.remember();
            }
            mark.enter(link.serial);
            match self.stage.as_mut().begin(&link.bound, link.owner, task) {
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

    #[inline]
    fn settle(&mut self, answer: Result<Output<P>, Error>) -> ControlFlow<()> {
        match answer {
            Ok(output) => {
                let link = &self.links[self.at];
                if !link.health.is_clean() {
                    link.health.recover();
                }
                if self.recording.is_some() {
                    self.record(P::Kind::show(&output));
                }
                self.at += 1;
                P::Kind::gather(&mut self.gathered, link.by, output)
            }
            Err(error) => self.fail(FaultKind::Error, error.to_string(), Some(error)),
        }
    }

    /// Reports the fault of the hook at `at` and does what its policy says.
    #[cold]
    fn fail(&mut self, kind: FaultKind, said: String, cause: Option<Error>) -> ControlFlow<()> {
        let link = &self.links[self.at];
        self.drop_hook();
        self.alarm.set(None);
        self.restore(link);
        let mut fault = Fault::new(P::INFO.name, link.by, kind, said);
        fault.refused = link.policy == Policy::Closed;
        if self.recording.is_some() {
            self.record(format!("{kind}: {}", fault.message));
        }
        link.sink.report(fault.clone());
        self.count_failure(link);
        self.at += 1;
        if link.policy == Policy::Open {
            return ControlFlow::Continue(());
        }
        P::Kind::refuse(&mut self.gathered, link.by, Refused::new(fault, cause))
    }

    /// Drops the hook that waits; should that panic, it is one more fault of the same hook.
    fn drop_hook(&mut self) {
        let drop = catch_unwind(AssertUnwindSafe(|| self.stage.as_mut().abandon()));
        if let Err(payload) = drop {
            let link = &self.links[self.at];
            let said = format!("while it was dropped: {}", message(payload));
            link.sink
                .report(Fault::new(P::INFO.name, link.by, FaultKind::Panic, said));
        }
    }

    /// Only observers are ever suspended: leaving out a gate or an edit would open what it closes.
    fn count_failure(&self, link: &Link<P>) {
        if matches!(P::Kind::NAME, KindName::Observe) && link.policy == Policy::Open && link.health.fail() {
            let said = "failed too often in a row and rests for a while".into();
            link.sink
                .report(Fault::new(P::INFO.name, link.by, FaultKind::Suspended, said));
        }
    }

    #[cold]
    fn passes_over(&mut self, link: &Link<P>) -> bool {
        let suspended = link.health.is_suspended();
        if suspended {
            if self.recording.is_some() {
                self.record("suspended".into());
            }
            self.at += 1;
        }
        suspended
    }

    /// Arms the alarm of a hook that waits, and returns whether it rings.
    #[cold]
    fn is_overdue(&mut self, task: &mut Context<'_>) -> bool {
        if self.alarm.is_none() {
            if tokio::runtime::Handle::try_current().is_err() {
                return false;
            }
            let timeout = self.links[self.at].timeout;
            self.alarm.set(Some(tokio::time::sleep(timeout)));
        }
        let alarm = self.alarm.as_mut().as_pin_mut();
        // The clock is asked as well: a task that has used up its cooperative budget never sees a timer ring.
        alarm.is_some_and(|mut alarm| {
            let due = alarm.deadline();
            alarm.as_mut().poll(task).is_ready() || tokio::time::Instant::now() >= due
        })
    }

    // ===== Edits =====

    #[cold]
    fn remember(&mut self) {
        self.before = self.stage.as_mut().event().cloned();
        if let Some(pen) = &mut self.recording {
            pen.dip();
        }
    }

    /// Undoes what a hook that failed open has half done.
    fn restore(&mut self, link: &Link<P>) {
        let Some(before) = self.before.take() else {
            return;
        };
        if Self::EDITS
            && link.policy == Policy::Open
            && let Some(event) = self.stage.as_mut().event()
        {
            *event = before;
        }
    }

    #[cold]
    fn record(&mut self, outcome: String) {
        let before = self.before.take();
        let after = self.stage.as_mut().event().map(|event| &*event);
        let changes = match (&before, after) {
            (Some(before), Some(after)) => trace::changes(before, after),
            _ => Vec::new(),
        };
        if let (Some(pen), Some(link)) = (&self.recording, self.links.get(self.at)) {
            pen.write(P::INFO.name, link.by, outcome, changes);
        }
    }
}

impl<P: HookPoint> Drop for Run<'_, '_, '_, P>
where
    P::Kind: Sequence<P>,
{
    #[inline]
    fn drop(&mut self) {
        if self.stage.is_live() {
            let cx = self.cx;
            self.drop_hook();
            if self.recording.is_some() {
                self.record("cancelled".into());
            }
            tracing::debug!(point = P::INFO.name, depth = cx.depth(), "chain cancelled");
        }
    }
}
