//! How the hooks of each kind are called from another process.

use super::instance::RemoteNext;
use super::remote_hook::RemoteHook;
use crate::chain::{Accumulate, Answered, Handler, Lend, LoneHook, Next, Ruling};
use crate::crossing::RemoteError;
use crate::crossing::{decode, encode};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::lock::lock;
use crate::point::{Answer, Collect, Edit, Gate, HookPoint, Input, Observe, Verdict, Wrap};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::sync::Mutex;

/// An encoded result.
pub(super) type Carried<'a> = BoxFuture<'a, Result<Vec<u8>, RemoteError>>;

/// A kind whose hooks can be called from another process.
pub trait Carry<P: HookPoint>: Lend<P> {
    /// The handler that takes an event to the other process, and keeps the thread meanwhile where nobody can wait.
    #[doc(hidden)]
    const HANDLER: Handler<P>;

    /// Calls a hook with what came from the other process.
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "only this crate calls it")]
    fn call<'a>(
        hook: &'a LoneHook<P>,
        body: &'a [u8],
        cx: &'a Cx,
        next: Option<&'a dyn RemoteNext>,
    ) -> Carried<'a>;

    /// Fires the point with what came from the other process.
    #[doc(hidden)]
    fn fire<'a>(body: &'a [u8], cx: &'a Cx, next: Option<&'a dyn RemoteNext>) -> Carried<'a>;
}

fn same<T>(value: T) -> T {
    value
}

macro_rules! carry_shared {
    ($kind:ident, $output:ty, $pass:ident, $now:ident, $given:expr) => {
        impl<P: HookPoint<Kind = Self>> Carry<P> for $kind {
            const HANDLER: Handler<P> = if P::INFO.sync {
                Handler::immediate::<RemoteHook, _>($now::<P>)
            } else {
                Handler::deferred::<RemoteHook, _, _, Result<$output>>($pass::<P>, same::<Result<$output>>)
            };

            #[allow(private_interfaces, reason = "only this crate calls it")]
            fn call<'a>(
                hook: &'a LoneHook<P>,
                body: &'a [u8],
                cx: &'a Cx,
                _: Option<&'a dyn RemoteNext>,
            ) -> Carried<'a> {
                async move {
                    let event: P::Event = decode(body)?;
                    let output: $output = hook.call(&event, cx).await?;
                    encode(&output)
                }
                .boxed()
            }

            fn fire<'a>(body: &'a [u8], cx: &'a Cx, _: Option<&'a dyn RemoteNext>) -> Carried<'a> {
                async move {
                    let event: P::Event = decode(body)?;
                    let fired = fire::<P>(&event, cx).await?;
                    let given = $given;
                    encode::<$output>(&given(fired))
                }
                .boxed()
            }
        }

        async fn $pass<'a, P: HookPoint<Kind = $kind>>(
            hook: &'a RemoteHook,
            cx: &'a Cx,
            event: &'a P::Event,
        ) -> Result<$output> {
            hook.pass(event, cx, None).await.map_err(RemoteError::into_error)
        }

        fn $now<'a, P: HookPoint<Kind = $kind>>(
            hook: &'a RemoteHook,
            cx: &'a Cx,
            event: &'a P::Event,
        ) -> Result<$output> {
            hook.pass_now(event, cx).map_err(RemoteError::into_error)
        }
    };
}

carry_shared!(Observe, (), observe, observe_now, |()| ());
carry_shared!(Gate, Verdict, gate, gate_now, |ruling: Ruling| ruling.verdict());
carry_shared!(Answer, Option<P::Outcome>, answer, answer_now, |answered: Option<Answered<P::Outcome>>| {
    answered.map(|it| it.answer)
});
carry_shared!(Collect, Vec<P::Outcome>, collect, collect_now, |items| items);

/// Fires a point in a plugin's context, with the words of its refusal.
async fn fire<'a, P>(
    event: Input<'a, P>,
    cx: &'a Cx,
) -> Result<<P::Kind as Accumulate<P>>::Fired, RemoteError>
where
    P: HookPoint,
    P::Kind: Accumulate<P>,
{
    cx.fire_point::<P>(event).await.map_err(|error| RemoteError::of(&error))
}

impl<P: HookPoint<Kind = Self>> Carry<P> for Edit {
    const HANDLER: Handler<P> = if P::INFO.sync {
        Handler::immediate::<RemoteHook, _>(edit_now::<P>)
    } else {
        Handler::deferred::<RemoteHook, _, _, Result<()>>(edit::<P>, same::<Result<()>>)
    };

    #[allow(private_interfaces, reason = "only this crate calls it")]
    fn call<'a>(
        hook: &'a LoneHook<P>,
        body: &'a [u8],
        cx: &'a Cx,
        _: Option<&'a dyn RemoteNext>,
    ) -> Carried<'a> {
        async move {
            let mut event: P::Event = decode(body)?;
            hook.call(&mut event, cx).await?;
            encode(&event)
        }
        .boxed()
    }

    fn fire<'a>(body: &'a [u8], cx: &'a Cx, _: Option<&'a dyn RemoteNext>) -> Carried<'a> {
        async move {
            let mut event: P::Event = decode(body)?;
            fire::<P>(&mut event, cx).await?;
            encode(&event)
        }
        .boxed()
    }
}

async fn edit<'a, P: HookPoint<Kind = Edit>>(
    hook: &'a RemoteHook,
    cx: &'a Cx,
    event: &'a mut P::Event,
) -> Result<()> {
    *event = hook.pass(&*event, cx, None).await.map_err(RemoteError::into_error)?;
    Ok(())
}

fn edit_now<'a, P: HookPoint<Kind = Edit>>(
    hook: &'a RemoteHook,
    cx: &'a Cx,
    event: &'a mut P::Event,
) -> Result<()> {
    *event = hook.pass_now(&*event, cx).map_err(RemoteError::into_error)?;
    Ok(())
}

impl<P: HookPoint<Kind = Self>> Carry<P> for Wrap {
    const HANDLER: Handler<P> =
        Handler::deferred::<RemoteHook, _, _, Result<P::Outcome>>(wrap::<P>, same::<Result<P::Outcome>>);

    #[allow(private_interfaces, reason = "only this crate calls it")]
    fn call<'a>(
        hook: &'a LoneHook<P>,
        body: &'a [u8],
        cx: &'a Cx,
        next: Option<&'a dyn RemoteNext>,
    ) -> Carried<'a> {
        async move {
            let request: P::Event = decode(body)?;
            let inmost = |request: P::Event| run_there::<P>(next, request).boxed();
            encode(&hook.wrap(request, cx, &inmost).await?)
        }
        .boxed()
    }

    fn fire<'a>(body: &'a [u8], cx: &'a Cx, next: Option<&'a dyn RemoteNext>) -> Carried<'a> {
        async move {
            let request: P::Event = decode(body)?;
            let inmost = |request: P::Event| run_there::<P>(next, request).boxed();
            let response = cx.wrap::<P>(request, &inmost).await;
            encode(&response.map_err(|error| RemoteError::of(&error))?)
        }
        .boxed()
    }
}

/// Runs the rest of a wrap chain, which is in the process of the caller.
async fn run_there<P: HookPoint>(next: Option<&dyn RemoteNext>, request: P::Event) -> Result<P::Outcome> {
    let next = next.ok_or_else(|| Error::msg("the caller has sent nothing that the hook could be around"))?;
    Ok(decode(&next.run(encode(&request)?).await.map_err(passed_or_own)?)?)
}

/// Keeps what says that an error came through `next`.
fn passed_or_own(error: RemoteError) -> Error {
    match error {
        RemoteError::Passed { .. } => error.into(),
        error => error.into_error(),
    }
}

async fn wrap<'a, P: HookPoint<Kind = Wrap>>(
    hook: &'a RemoteHook,
    cx: &'a Cx,
    (request, next): (P::Event, Next<'a, P>),
) -> Result<P::Outcome> {
    let rest = Rest { next, errors: Mutex::default() };
    match hook.pass(&request, cx, Some(&rest)).await {
        Ok(response) => Ok(response),
        Err(RemoteError::Passed { index, message }) => {
            Err(rest.take(index).unwrap_or_else(|| Error::msg(message)))
        }
        Err(error) => Err(error.into_error()),
    }
}

/// The rest of a wrap chain, for a hook in another process.
struct Rest<'a, P: HookPoint<Kind = Wrap>> {
    next: Next<'a, P>,
    /// The errors that came from further in: a hook that returns one as it is, is not at fault.
    errors: Mutex<Vec<Option<Error>>>,
}

impl<P: HookPoint<Kind = Wrap>> Rest<'_, P> {
    fn take(&self, index: u32) -> Option<Error> {
        lock(&self.errors).get_mut(usize::try_from(index).ok()?)?.take()
    }

    fn keep(&self, error: Error) -> RemoteError {
        let message = error.to_string();
        let mut errors = lock(&self.errors);
        errors.push(Some(error));
        RemoteError::Passed { index: u32::try_from(errors.len() - 1).unwrap_or(u32::MAX), message }
    }
}

impl<P: HookPoint<Kind = Wrap>> RemoteNext for Rest<'_, P> {
    fn run(&self, request: Vec<u8>) -> Carried<'_> {
        async move {
            let response = self.next.run(decode(&request)?).await;
            encode(&response.map_err(|error| self.keep(error))?)
        }
        .boxed()
    }
}
