use super::calls::NextCalls;
use super::level::{Level, LevelEnd};
use super::operate::operate;
use crate::chain::chain::Chain;
use crate::chain::erased::{HookCall, HookSlot, OutsideLayout};
use crate::chain::meta::{HookMeta, TRIPPED};
use crate::chain::span;
use crate::chain::timer::HookTimer;
use crate::cx::Cx;
use crate::error::Result;
use crate::fault::{FaultKind, Refused};
use crate::point::{HookPoint, Wrap};
use futures_util::future::BoxFuture;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::time::Instant;
use tracing::Span;

/// The operation that a wrap chain is around.
pub type Inmost<'a, P> =
    dyn Fn(<P as HookPoint>::Event) -> BoxFuture<'a, Result<<P as HookPoint>::Outcome>> + Send + Sync + 'a;

impl<P: HookPoint<Kind = Wrap>> Chain<P> {
    /// Runs `inmost` inside all hooks of the chain, the first outermost.
    pub async fn wrap(&self, request: P::Event, cx: &Cx, inmost: &Inmost<'_, P>) -> Result<P::Outcome> {
        let calls = NextCalls::default();
        let next = Next { rest: Rest::of(self), cx, inmost: &Borrowed(inmost), calls: &calls };
        next.run(request).await
    }
}

/// An [`Inmost`] whose lifetime may be shortened, which that of a closure's result may not.
trait Operation<P: HookPoint>: Send + Sync {
    fn run(&self, request: P::Event) -> BoxFuture<'_, Result<P::Outcome>>;
}

struct Borrowed<'i, 'o, P: HookPoint>(&'i Inmost<'o, P>);

impl<P: HookPoint> Operation<P> for Borrowed<'_, '_, P> {
    fn run(&self, request: P::Event) -> BoxFuture<'_, Result<P::Outcome>> {
        (self.0)(request)
    }
}

/// The rest of a wrap chain: the hooks further in, then the operation itself.
pub struct Next<'a, P: HookPoint> {
    rest: Rest<'a, P>,
    cx: &'a Cx,
    inmost: &'a dyn Operation<P>,
    calls: &'a NextCalls,
}

/// The hooks of a chain from one of them on.
struct Rest<'a, P: HookPoint> {
    chain: &'a Chain<P>,
    at: usize,
}

impl<P: HookPoint> Clone for Rest<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: HookPoint> Copy for Rest<'_, P> {}

impl<'a, P: HookPoint> Rest<'a, P> {
    fn of(chain: &'a Chain<P>) -> Self {
        Self { chain, at: 0 }
    }

    fn split(self) -> Option<(&'a HookCall<P>, &'a HookMeta, Self)> {
        let Self { chain, at } = self;
        Some((chain.calls.get(at)?, &chain.metas[at], Self { chain, at: at + 1 }))
    }
}

impl<P: HookPoint> fmt::Debug for Next<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hooks = self.rest.chain.len() - self.rest.at;
        write!(f, "Next<{}> ({hooks} hooks)", P::INFO.name)
    }
}

impl<P: HookPoint<Kind = Wrap>> Next<'_, P> {
    /// Runs the rest once. May be called as often as is good: not at all, once, or to try again.
    pub async fn run(&self, request: P::Event) -> Result<P::Outcome> {
        let mut call = self.calls.begin();
        let mut rest = pin!(self.go(request));
        let result = poll_fn(|task| call.poll(rest.as_mut(), task)).await;
        result.map_err(|error| self.calls.pass_on(error))
    }

    async fn go(&self, request: P::Event) -> Result<P::Outcome> {
        match self.rest.split() {
            None => operate(async { self.inmost.run(request).await }).await,
            Some((hook, meta, rest)) => self.through(hook, meta, rest, request).await,
        }
    }

    /// Runs the next hook, with the hooks behind it as its `next`.
    async fn through(
        &self,
        hook: &HookCall<P>,
        meta: &HookMeta,
        rest: Rest<'_, P>,
        request: P::Event,
    ) -> Result<P::Outcome> {
        let calls = NextCalls::default();
        let next = || Next { rest, cx: self.cx, inmost: self.inmost, calls: &calls };
        if meta.breaker.is_tripped() {
            if meta.fails_open() {
                return Box::pin(next().run(request)).await;
            }
            let mut fault = meta.fault(FaultKind::Suspended, TRIPPED.into());
            fault.refused = true;
            meta.sink.report(fault.clone());
            return Err(Refused::new(fault, None).into());
        }
        let spare = meta.fails_open().then(|| request.clone());
        let since = self.cx.trace().map(|_| Instant::now());
        let span = if span::wanted() { span::of(P::INFO.name, meta.origin) } else { Span::none() };
        let end = {
            let outside = OutsideLayout::of(meta.layout.into_iter());
            let slot = pin!(HookSlot::new(Some((request, next())), self.cx, outside));
            let timer = pin!(HookTimer::new());
            let mut level = Level::new(hook, meta, slot, timer, &calls);
            poll_fn(|task| span.in_scope(|| level.poll(task))).await
        };
        if let (Some(trace), Some(since)) = (self.cx.trace(), since) {
            let (outcome, detail) = (end.describe(&calls), meta.policy.trace);
            trace.write(P::INFO.name, meta.origin, outcome, Vec::new(), detail, since);
        }
        if !span.is_disabled() {
            span.record("outcome", end.describe(&calls).to_string());
        }
        drop(span);
        match end {
            LevelEnd::Returned(response) => Ok(response),
            LevelEnd::PassedOn(error) => Err(error),
            LevelEnd::Failed(fault, cause) => match spare {
                // Going on without it is only safe while it has not called the rest: once would become twice.
                Some(request) if !calls.any_begun() => Box::pin(next().run(request)).await,
                _ => Err(Refused::new(fault, cause).into()),
            },
        }
    }
}
