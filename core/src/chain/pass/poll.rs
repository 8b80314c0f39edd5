#[cfg(not(panic = "unwind"))]
compile_error!("hookwire contains panics by unwinding: set `panic = \"unwind\"` in the profile");

use super::state::{Pass, Running};
use crate::chain::outcome::Accumulate;
use crate::chain::span;
use crate::error::Error;
use crate::point::{HookPoint, Output};
use crate::watchdog::{self, Mark};
use std::mem;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

impl<P: HookPoint> Pass<'_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    /// Runs the hooks until one waits or none is left.
    // `inline(never)` keeps `Fire::poll` small enough to be inlined, so that an empty chain costs one branch.
    #[inline(never)]
    pub(in crate::chain) fn poll(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<<P::Kind as Accumulate<P>>::Outcome> {
        let mark = watchdog::mark();
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
        done.map(|()| P::Kind::finish(mem::replace(self.project().accumulated, P::Kind::start())))
    }

    /// Calls one hook after the other until one waits or none is left.
    ///
    /// Fields are reached one by one: a projection of all of them would be written out for every pass.
    #[inline]
    fn advance(mut self: Pin<&mut Self>, mark: Mark, task: &mut Context<'_>) -> Poll<()> {
        // A hook that keeps a thread long enough to matter does so in one call, so one reading serves the pass.
        let tick = watchdog::tick();
        let chain = self.chain;
        if self.slot.is_live() {
            match self.as_mut().project().resume(mark, tick, task) {
                Poll::Ready(ControlFlow::Continue(())) => {}
                Poll::Ready(ControlFlow::Break(())) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
        let failing = chain.has_failing();
        if self.trace.is_some() || chain.restores || failing || span::wanted() {
            return self.project().advance_slowly(mark, task);
        }
        while let Some(hook) = chain.calls.get(self.at) {
            mark.enter(hook.serial, tick);
            let this = self.as_mut().project();
            let next = match this.slot.begin(hook, task) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(output)) => {
                    let by = || chain.metas[*this.at].origin;
                    let next = P::Kind::push(this.accumulated, by, output);
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

impl<P: HookPoint> Running<'_, '_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    /// Polls the hook that waits.
    fn resume(&mut self, mark: Mark, tick: u32, task: &mut Context<'_>) -> Poll<ControlFlow<()>> {
        mark.enter(self.chain.calls[*self.at].serial, tick);
        let span = self.span();
        let answer = span.in_scope(|| self.slot.as_mut().resume(task));
        answer.map(|answer| self.take_answer(answer))
    }

    /// Takes the result of the hook at `at`, which is done.
    pub(super) fn take_answer(&mut self, answer: Result<Output<P>, Error>) -> ControlFlow<()> {
        self.disarm();
        match answer {
            Ok(output) => {
                let meta = self.meta();
                if self.chain.has_failing() {
                    meta.breaker.forget_failures();
                }
                self.record(meta, true, || P::Kind::describe(&output));
                *self.at += 1;
                P::Kind::push(self.accumulated, || meta.origin, output)
            }
            Err(error) => self.errored(error),
        }
    }
}
