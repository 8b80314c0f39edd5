use super::chain::Chain;
use super::erased::Lend;
use super::outcome::Accumulate;
use super::pass::Pass;
use crate::cx::Cx;
use crate::point::{HookPoint, Input};
use pin_project_lite::pin_project;
use std::fmt;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

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

impl<'h, 'a, P: HookPoint> Fire<'h, 'a, P>
where
    P::Kind: Accumulate<P>,
{
    #[inline]
    pub(crate) fn new(chain: Option<&'h Chain<P>>, held: <P::Kind as Lend<P>>::Held<'a>, cx: &'a Cx) -> Self {
        Self {
            pass: match chain {
                Some(chain) if !chain.is_empty() => Some(Pass::new(chain, held, cx)),
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

impl<P: HookPoint> Chain<P>
where
    P::Kind: Accumulate<P>,
{
    /// Runs the hooks and returns their outcome.
    ///
    /// Dropping the future drops the hook that runs; a panic in its drop is contained and reported.
    #[inline]
    pub fn run<'h, 'a>(&'h self, event: Input<'a, P>, cx: &'a Cx) -> Fire<'h, 'a, P> {
        Fire::new(Some(self), P::Kind::hold(event), cx)
    }

    /// Runs the hooks of a sync point, where nobody can wait.
    #[inline]
    pub fn run_now<'a>(&self, event: Input<'a, P>, cx: &'a Cx) -> <P::Kind as Accumulate<P>>::Outcome {
        const { assert!(P::INFO.sync, "only a `sync` point can be run without waiting") }
        let fire = pin!(self.run(event, cx));
        match fire.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => unreachable!("hooks of a sync point are plain functions"),
        }
    }
}
