use super::sample::Sample;
use crate::chain::Accumulate;
use crate::error::Error;
use crate::point::{Edit, HookPoint, Kind, PointInfo, Wrap};
use crate::test::Kit;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::marker::PhantomData;

/// Fires a point with made-up events; written by `#[hook_point]`, which knows the point's kind.
pub trait FireSample {
    /// Fires the point with a made-up event, or returns why there can be none.
    fn fire<'a>(&self, kit: &'a Kit, sample: MadeUp) -> Result<BoxFuture<'a, ()>, String>;
}

/// What a made-up event is made of.
#[derive(Debug, Clone, Copy)]
pub struct MadeUp(pub(super) Sample);

/// Returns what fires a point.
pub(super) fn of(point: &PointInfo) -> Option<Box<dyn FireSample>> {
    (point.sample?)().downcast::<Box<dyn FireSample>>().ok().map(|event| *event)
}

/// A point whose hooks look at the event.
#[derive(Debug)]
pub struct SharedEvent<P>(PhantomData<P>);

/// A point whose hooks change the event.
#[derive(Debug)]
pub struct EditedEvent<P>(PhantomData<P>);

/// A point whose hooks are around an operation.
#[derive(Debug)]
pub struct WrappedRequest<P>(PhantomData<P>);

macro_rules! new {
    ($($name:ident)*) => {$(
        impl<P> $name<P> {
            /// Makes one.
            #[allow(clippy::new_without_default, reason = "made by generated code alone")]
            pub const fn new() -> Self {
                Self(PhantomData)
            }
        }
    )*};
}
new!(SharedEvent EditedEvent WrappedRequest);

impl<P: HookPoint> FireSample for SharedEvent<P>
where
    P::Kind: Accumulate<P> + for<'a> Kind<P, Input<'a> = &'a P::Event>,
{
    fn fire<'a>(&self, kit: &'a Kit, MadeUp(sample): MadeUp) -> Result<BoxFuture<'a, ()>, String> {
        let event: P::Event = sample.make().map_err(|error| error.to_string())?;
        Ok(Box::pin(async move { drop(kit.fire::<P>(&event).await) }))
    }
}

impl<P: HookPoint<Kind = Edit>> FireSample for EditedEvent<P> {
    fn fire<'a>(&self, kit: &'a Kit, MadeUp(sample): MadeUp) -> Result<BoxFuture<'a, ()>, String> {
        let mut event: P::Event = sample.make().map_err(|error| error.to_string())?;
        Ok(Box::pin(async move { drop(kit.fire::<P>(&mut event).await) }))
    }
}

impl<P: HookPoint<Kind = Wrap>> FireSample for WrappedRequest<P> {
    fn fire<'a>(&self, kit: &'a Kit, MadeUp(sample): MadeUp) -> Result<BoxFuture<'a, ()>, String> {
        let event: P::Event = sample.make().map_err(|error| error.to_string())?;
        Ok(Box::pin(async move {
            let made = move |_| {
                let outcome = sample.make::<P::Outcome>().map_err(|error| Error::msg(error.to_string()));
                async { outcome }.boxed()
            };
            drop(kit.wrap::<P>(event, &made).await);
        }))
    }
}
