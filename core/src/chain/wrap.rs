use super::alarm::Alarm;
use super::handler::{HookCall, Outside, Stage};
use super::link::{Chain, HookMeta};
use super::run::contain;
use super::{span, watch};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::fault::{Fault, FaultKind, Refused};
use crate::panic::message;
use crate::point::{FailurePolicy, HookPoint, Wrap};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Instant;
use tracing::Span;

/// The operation that a wrap chain is around.
pub type Inmost<'a, P> =
    dyn Fn(<P as HookPoint>::Event) -> BoxFuture<'a, Result<<P as HookPoint>::Outcome>> + Send + Sync + 'a;

impl<P: HookPoint<Kind = Wrap>> Chain<P> {
    /// Runs `inmost` inside all hooks of the chain, the first outermost.
    pub async fn wrap(&self, request: P::Event, cx: &Cx, inmost: &Inmost<'_, P>) -> Result<P::Outcome> {
        let calls = Calls::default();
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
    calls: &'a Calls,
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
        Some((chain.bound.get(at)?, &chain.links[at], Self { chain, at: at + 1 }))
    }
}

/// How a hook has called the rest.
#[derive(Default)]
struct Calls {
    begun: AtomicU32,
    /// Counts the polls of the hook.
    polls: AtomicU32,
    /// How many calls the hook's last poll has polled and left waiting.
    waiting: AtomicU32,
    /// Given out with the first error.
    mark: OnceLock<u64>,
}

/// A call of the rest; also counts when it is dropped half way.
struct Call<'a> {
    calls: &'a Calls,
    /// The poll of the hook that polled the call last, if that left it waiting.
    waits_since: Option<u32>,
}

impl Calls {
    fn enter(&self) -> Call<'_> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        Call { calls: self, waits_since: None }
    }

    /// Notes that the hook is about to be polled: a call that it keeps without polling it is not waited for.
    fn hook_is_polled(&self) {
        self.polls.fetch_add(1, Ordering::Relaxed);
        self.waiting.store(0, Ordering::Relaxed);
    }

    fn any_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed) > 0
    }

    /// Marks an error as come through this `next` and no other: a hook may run chains of its own.
    #[cold]
    fn pass_on(&self, error: Error) -> Error {
        static MARKS: AtomicU64 = AtomicU64::new(0);
        error.passed_on(*self.mark.get_or_init(|| MARKS.fetch_add(1, Ordering::Relaxed)))
    }

    fn has_passed(&self, error: &Error) -> bool {
        self.mark.get().is_some_and(|&mark| error.was_passed(mark))
    }

    fn any_waiting(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }
}

impl Call<'_> {
    fn poll<F: Future>(&mut self, rest: Pin<&mut F>, task: &mut Context<'_>) -> Poll<F::Output> {
        let polled = rest.poll(task);
        self.forget();
        if polled.is_pending() {
            self.waits_since = Some(self.calls.polls.load(Ordering::Relaxed));
            self.calls.waiting.fetch_add(1, Ordering::Relaxed);
        }
        polled
    }

    /// Takes the call back out of the count, unless the hook was polled anew since.
    fn forget(&mut self) {
        let since = self.waits_since.take();
        if since == Some(self.calls.polls.load(Ordering::Relaxed)) {
            self.calls.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        self.forget();
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
        let mut call = self.calls.enter();
        let mut rest = pin!(self.go(request));
        let result = poll_fn(|task| call.poll(rest.as_mut(), task)).await;
        result.map_err(|error| self.calls.pass_on(error))
    }

    async fn go(&self, request: P::Event) -> Result<P::Outcome> {
        match self.rest.split() {
            None => operate(async { self.inmost.run(request).await }).await,
            Some((hook, link, rest)) => self.through(hook, link, rest, request).await,
        }
    }

    async fn through(
        &self,
        hook: &HookCall<P>,
        link: &HookMeta,
        rest: Rest<'_, P>,
        request: P::Event,
    ) -> Result<P::Outcome> {
        let calls = Calls::default();
        let next = || Next { rest, cx: self.cx, inmost: self.inmost, calls: &calls };
        let spare = (link.policy == FailurePolicy::Open).then(|| request.clone());
        let since = self.cx.trace().map(|_| std::time::Instant::now());
        let span = if span::wanted() { span::of(P::INFO.name, link.by) } else { Span::none() };
        let outcome = {
            let stage =
                pin!(Stage::new(Some((request, next())), self.cx, Outside::of(link.layout.into_iter())));
            let alarm = pin!(Alarm::new());
            let mut level = Level::new(hook, link, stage, alarm, &calls);
            poll_fn(|task| span.in_scope(|| level.poll(task))).await
        };
        if let (Some(trace), Some(since)) = (self.cx.trace(), since) {
            trace.write(P::INFO.name, link.by, show(&outcome, &calls).into(), Vec::new(), since);
        }
        if !span.is_disabled() {
            span.record("outcome", show(&outcome, &calls));
        }
        drop(span);
        match outcome {
            Ended::Well(response) => Ok(response),
            Ended::Passing(error) => Err(error),
            Ended::Faulty(fault, cause) => match spare {
                // Going on without it is only safe while it has not called the rest: once would become twice.
                Some(request) if !calls.any_begun() => Box::pin(next().run(request)).await,
                _ => Err(Refused::new(fault, cause).into()),
            },
        }
    }
}

/// Makes an error of a panic in the operation itself, so that no hook around it is blamed.
pub(crate) async fn operate<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    let said = |payload| Err(Error::msg(format!("the operation itself panicked: {}", message(payload))));
    AssertUnwindSafe(operation).catch_unwind().await.unwrap_or_else(said)
}

enum Ended<T> {
    Well(T),
    /// The error came from further in: not this hook's fault.
    Passing(Error),
    Faulty(Fault, Option<Error>),
}

fn show<T>(outcome: &Ended<T>, calls: &Calls) -> String {
    let what = match outcome {
        Ended::Well(_) => "returned".to_owned(),
        Ended::Passing(error) => format!("passed an error on: {error}"),
        Ended::Faulty(fault, _) => format!("{}: {}", fault.kind, fault.message),
    };
    match calls.begun.load(Ordering::Relaxed) {
        0 => format!("{what}, without calling next"),
        1 => what,
        times => format!("{what}, having called next {times} times"),
    }
}

/// One hook of a wrap chain while it runs.
struct Level<'s, 'a, P: HookPoint<Kind = Wrap>> {
    hook: &'a HookCall<P>,
    link: &'a HookMeta,
    stage: Pin<&'s mut Stage<'a, 'a, P>>,
    alarm: Pin<&'s mut Alarm>,
    armed: Option<Instant>,
    /// What is left of the time-out; the time inside `next` does not count.
    budget: Duration,
    calls: &'a Calls,
    begun: bool,
}

impl<'s, 'a, P: HookPoint<Kind = Wrap>> Level<'s, 'a, P> {
    fn new(
        hook: &'a HookCall<P>,
        link: &'a HookMeta,
        stage: Pin<&'s mut Stage<'a, 'a, P>>,
        alarm: Pin<&'s mut Alarm>,
        calls: &'a Calls,
    ) -> Self {
        Self { hook, link, stage, alarm, armed: None, budget: link.timeout, calls, begun: false }
    }

    fn poll(&mut self, task: &mut Context<'_>) -> Poll<Ended<P::Outcome>> {
        let mark = watch::mark();
        let outer = mark.read();
        mark.enter(self.hook.serial, watch::tick());
        self.calls.hook_is_polled();
        let polled = catch_unwind(AssertUnwindSafe(|| self.drive(task)));
        mark.write(outer);
        match polled {
            Ok(Poll::Pending) if self.is_overdue(task) => {
                let said = format!("took longer than {:?}", self.link.timeout);
                Poll::Ready(self.fail(FaultKind::Timeout, said, None))
            }
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(Ok(response))) => Poll::Ready(Ended::Well(response)),
            Ok(Poll::Ready(Err(error))) if self.calls.has_passed(&error) => {
                Poll::Ready(Ended::Passing(error))
            }
            Ok(Poll::Ready(Err(error))) => {
                Poll::Ready(self.fail(FaultKind::Error, error.to_string(), Some(error)))
            }
            Err(payload) => Poll::Ready(self.fail(FaultKind::Panic, message(payload), None)),
        }
    }

    fn drive(&mut self, task: &mut Context<'_>) -> Poll<Result<P::Outcome>> {
        if self.begun {
            return self.stage.as_mut().resume(task);
        }
        self.begun = true;
        self.stage.as_mut().begin(self.hook, task)
    }

    fn is_overdue(&mut self, task: &mut Context<'_>) -> bool {
        if self.calls.any_waiting() {
            if let Some(since) = self.armed.take() {
                self.budget = self.budget.saturating_sub(since.elapsed());
                self.alarm.as_mut().disarm();
            }
            return false;
        }
        self.armed.get_or_insert_with(Instant::now);
        self.alarm.as_mut().rings(self.budget, task)
    }

    #[cold]
    fn fail(&mut self, kind: FaultKind, said: String, cause: Option<Error>) -> Ended<P::Outcome> {
        self.drop_hook();
        let mut fault = Fault::new(P::INFO.name, self.link.by, kind, said);
        fault.refused = self.link.policy == FailurePolicy::Closed || self.calls.any_begun();
        self.link.sink.report(fault.clone());
        Ended::Faulty(fault, cause)
    }

    fn drop_hook(&mut self) {
        contain::<P>(self.link, "while it was dropped", || self.stage.as_mut().abandon());
    }
}

impl<P: HookPoint<Kind = Wrap>> Drop for Level<'_, '_, P> {
    fn drop(&mut self) {
        if self.stage.is_live() {
            self.drop_hook();
        }
    }
}
