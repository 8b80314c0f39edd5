use super::handler::Stage;
use super::link::Chain;
use super::{Lend, Sequence};
use crate::cx::Cx;
use crate::point::HookPoint;
use crate::trace::Trace;
use pin_project_lite::pin_project;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tokio::time::Sleep;

pin_project! {
    /// One pass over a chain, as a future.
    ///
    /// There is one guard for the whole pass, not one for each hook: `at` says which hook a panic came from,
    /// and the pass goes on behind it.
    #[project = Running]
    #[must_use = "a chain that is not awaited runs no hook"]
    pub struct Fire<'h, 'a, P: HookPoint>
    where
        P::Kind: Sequence<P>,
    {
        // `None` if nobody hooks the point.
        chain: Option<&'h Chain<P>>,
        pub(super) at: usize,
        #[pin]
        pub(super) stage: Stage<'h, 'a, P>,
        // Set while the hook at `at` waits.
        #[pin]
        pub(super) alarm: Option<Sleep>,
        pub(super) gathered: <P::Kind as Sequence<P>>::Gathered,
        pub(super) trace: Option<&'a Trace>,
        pub(super) care: Option<Box<Care<P::Event>>>,
    }

    impl<P: HookPoint> PinnedDrop for Fire<'_, '_, P>
    where
        P::Kind: Sequence<P>,
    {
        fn drop(this: Pin<&mut Self>) {
            if this.stage.is_live() {
                this.cancel();
            }
        }
    }
}

/// What is kept of a hook's call where it may have to be undone or is recorded.
pub(super) struct Care<E> {
    pub(super) event: Option<E>,
    pub(super) since: Instant,
}

impl<E> Care<E> {
    pub(super) fn new(event: Option<E>) -> Self {
        Self {
            event,
            since: Instant::now(),
        }
    }
}

impl<'h, 'a, P: HookPoint> Fire<'h, 'a, P>
where
    P::Kind: Sequence<P>,
{
    #[inline]
    pub(crate) fn new(
        chain: Option<&'h Chain<P>>,
        held: <P::Kind as Lend<P>>::Held<'a>,
        cx: &'a Cx,
    ) -> Self {
        Self {
            chain,
            at: 0,
            stage: Stage::new(held, cx, chain.and_then(|chain| chain.outside)),
            alarm: None,
            gathered: P::Kind::start(),
            trace: cx.trace(),
            care: None,
        }
    }

    fn cancel(self: Pin<&mut Self>) {
        let mut running = self.project();
        if let Some(chain) = *running.chain {
            running.cancel(&chain.links[*running.at]);
        }
    }
}

impl<P: HookPoint> Future for Fire<'_, '_, P>
where
    P::Kind: Sequence<P>,
{
    type Output = <P::Kind as Sequence<P>>::Outcome;

    #[inline]
    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let mut running = self.project();
        if let Some(chain) = *running.chain
            && !chain.is_empty()
        {
            ready!(running.poll(chain, task));
        }
        let gathered = std::mem::replace(running.gathered, P::Kind::start());
        Poll::Ready(P::Kind::finish(gathered))
    }
}

impl<P: HookPoint> fmt::Debug for Fire<'_, '_, P>
where
    P::Kind: Sequence<P>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fire<{}> at {}", P::INFO.name, self.at)
    }
}
