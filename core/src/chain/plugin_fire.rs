use super::erased::Lend;
use super::fire::Fire;
use super::outcome::Accumulate;
use crate::cx::{Chains, Cx};
use crate::error::{Error, Result};
use crate::point::{HookPoint, Input};
use pin_project_lite::pin_project;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

type Outcome<P> = <<P as HookPoint>::Kind as Accumulate<P>>::Outcome;

type Fired<P> = <<P as HookPoint>::Kind as Accumulate<P>>::Fired;

pin_project! {
    /// One pass over a chain that a plugin has fired, as a future: a refusal is its error.
    #[must_use = "a chain that is not awaited runs no hook"]
    pub struct PluginFire<'a, P: HookPoint>
    where
        P::Kind: Accumulate<P>,
    {
        #[pin]
        state: State<'a, P>,
    }
}

pin_project! {
    #[project = Running]
    enum State<'a, P: HookPoint>
    where
        P::Kind: Accumulate<P>,
    {
        // `None` once it has been told.
        Refused { why: Option<Error> },
        InRequest { #[pin] fire: Fire<'a, 'a, P> },
        // The chains of the moment may be gone before the pass is over, so that it owns them.
        OutsideRequests { pass: Pin<Box<dyn Future<Output = Outcome<P>> + Send + 'a>> },
    }
}

impl<'a, P: HookPoint> PluginFire<'a, P>
where
    P::Kind: Accumulate<P>,
{
    pub(super) fn refused(why: Error) -> Self {
        Self { state: State::Refused { why: Some(why) } }
    }

    pub(super) fn in_request(fire: Fire<'a, 'a, P>) -> Self {
        Self { state: State::InRequest { fire } }
    }

    pub(super) fn outside_requests(chains: Arc<dyn Chains>, event: Input<'a, P>, cx: &'a Cx) -> Self {
        let held = P::Kind::hold(event);
        let pass = Box::pin(async move { chains.fire_held::<P>(held, cx).await });
        Self { state: State::OutsideRequests { pass } }
    }
}

impl<P: HookPoint> Future for PluginFire<'_, P>
where
    P::Kind: Accumulate<P>,
{
    type Output = Result<Fired<P>>;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = match self.project().state.project() {
            Running::Refused { why } => {
                return Poll::Ready(Err(why.take().expect("it is not polled after its end")));
            }
            Running::InRequest { fire } => fire.poll(task),
            Running::OutsideRequests { pass } => pass.as_mut().poll(task),
        };
        outcome.map(|outcome| Ok(P::Kind::settle(outcome)?))
    }
}

impl<P: HookPoint> fmt::Debug for PluginFire<'_, P>
where
    P::Kind: Accumulate<P>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PluginFire<{}>", P::INFO.name)
    }
}
