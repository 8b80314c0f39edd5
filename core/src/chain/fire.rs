use super::alarm::Alarm;
use super::handler::Stage;
use super::link::Chain;
use super::{Accumulate, Lend};
use crate::cx::Cx;
use crate::point::HookPoint;
use crate::trace::{Seen, Trace};
use pin_project_lite::pin_project;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;
use tracing::Span;

pin_project! {
    /// One pass over a chain, as a future.
    #[must_use = "a chain that is not awaited runs no hook"]
    pub struct Fire<'h, 'a, P: HookPoint>
    where
        P::Kind: Accumulate<P>,
    {
        // `None` if nobody hooks the point: then nothing is set up, run or dropped.
        #[pin]
        pass: Option<Pass<'h, 'a, P>>,
    }
}

pin_project! {
    /// A pass that has hooks to call.
    ///
    /// There is one guard for the whole pass, not one for each hook: `at` says which hook a panic came from,
    /// and the pass goes on behind it.
    #[project = Running]
    pub(super) struct Pass<'h, 'a, P: HookPoint>
    where
        P::Kind: Accumulate<P>,
    {
        pub(super) chain: &'h Chain<P>,
        pub(super) at: usize,
        #[pin]
        pub(super) stage: Stage<'h, 'a, P>,
        pub(super) gathered: <P::Kind as Accumulate<P>>::Gathered,
        pub(super) trace: Option<&'a Trace>,
        // One field for all that most passes never need, so that it costs them one look.
        #[pin]
        pub(super) aside: Option<Aside<P::Event>>,
    }

    impl<P: HookPoint> PinnedDrop for Pass<'_, '_, P>
    where
        P::Kind: Accumulate<P>,
    {
        #[inline]
        fn drop(this: Pin<&mut Self>) {
            if this.stage.is_live() {
                this.project().cancel();
            }
        }
    }
}

pin_project! {
    /// What a pass needs where a hook waits, may have to be undone, or is recorded.
    #[project = AsideFields]
    pub(super) struct Aside<E> {
        #[pin]
        pub(super) alarm: Alarm,
        pub(super) care: Option<Box<Care<E>>>,
        pub(super) seen: Seen,
    }
}

impl<E> Aside<E> {
    pub(super) fn new() -> Self {
        Self { alarm: Alarm::new(), care: None, seen: Seen::default() }
    }
}

/// What is kept of a hook's call where it may have to be undone or is recorded.
pub(super) struct Care<E> {
    pub(super) event: Option<E>,
    pub(super) since: Instant,
    pub(super) span: Span,
}

impl<E> Care<E> {
    pub(super) fn new(event: Option<E>, span: Span) -> Self {
        Self { event, since: Instant::now(), span }
    }
}

impl<'h, 'a, P: HookPoint> Fire<'h, 'a, P>
where
    P::Kind: Accumulate<P>,
{
    #[inline]
    pub(crate) fn new(chain: Option<&'h Chain<P>>, held: <P::Kind as Lend<P>>::Held<'a>, cx: &'a Cx) -> Self {
        Self {
            pass: match chain {
                Some(chain) if !chain.is_empty() => Some(Pass {
                    chain,
                    at: 0,
                    stage: Stage::new(held, cx, chain.outside),
                    gathered: P::Kind::start(),
                    trace: cx.trace(),
                    aside: None,
                }),
                _ => None,
            },
        }
    }
}

impl<P: HookPoint> Future for Fire<'_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    type Output = <P::Kind as Accumulate<P>>::Outcome;

    #[inline]
    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().pass.as_pin_mut() {
            None => Poll::Ready(P::Kind::finish(P::Kind::start())),
            Some(pass) => pass.poll(task),
        }
    }
}

impl<P: HookPoint> fmt::Debug for Fire<'_, '_, P>
where
    P::Kind: Accumulate<P>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.pass.as_ref().map_or(0, |pass| pass.at);
        write!(f, "Fire<{}> at {at}", P::INFO.name)
    }
}
