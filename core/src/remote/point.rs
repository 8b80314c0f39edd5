use super::carry::{Carried, Carry};
use super::instance::RemoteNext;
use crate::chain::{Handler, LoneHook};
use crate::cx::{Cx, Permissions};
use crate::plugin::{HookDecl, Instance, Manifest};
use crate::point::{HookPoint, PointInfo};
use std::any::Any;

/// What takes the events of one point from one process to the other, with the point's type forgotten.
pub(crate) struct RemotePoint {
    /// The `Handler` that takes an event there, for a [`RemoteHook`](super::RemoteHook).
    pub(crate) handler: fn() -> &'static (dyn Any + Send + Sync),
    bind: Bind,
    /// Fires the point with what came from there.
    pub(crate) fire: for<'a> fn(&'a [u8], &'a Cx, Option<&'a dyn RemoteNext>) -> Carried<'a>,
}

type Bind =
    fn(&'static (dyn Any + Send + Sync), Instance, &'static Permissions) -> Option<Box<dyn ServedHook>>;

impl RemotePoint {
    /// Returns what takes the events of a point there.
    pub(crate) fn of(point: &PointInfo) -> Option<&'static Self> {
        (point.remote?)().downcast_ref()
    }
}

/// Returns what takes the events of `P` to another process; `#[hook_point]` writes it into the point.
#[doc(hidden)]
pub fn remote_point<P: HookPoint>() -> &'static (dyn Any + Send + Sync)
where
    P::Kind: Carry<P>,
{
    const { &RemotePoint { handler: handler::<P>, bind: bind::<P>, fire: <P::Kind as Carry<P>>::fire } }
}

fn handler<P: HookPoint>() -> &'static (dyn Any + Send + Sync)
where
    P::Kind: Carry<P>,
{
    const { &<P::Kind as Carry<P>>::HANDLER }
}

fn bind<P: HookPoint>(
    handler: &'static (dyn Any + Send + Sync),
    instance: Instance,
    owner: &'static Permissions,
) -> Option<Box<dyn ServedHook>>
where
    P::Kind: Carry<P>,
{
    let handler: &'static Handler<P> = handler.downcast_ref()?;
    Some(Box::new(LoneHook::new(handler, instance, owner)?))
}

/// A hook of an instance in this process, for callers in another one.
pub(super) trait ServedHook: Send + Sync {
    fn call<'a>(&'a self, body: &'a [u8], cx: &'a Cx, next: Option<&'a dyn RemoteNext>) -> Carried<'a>;
}

impl<P: HookPoint> ServedHook for LoneHook<P>
where
    P::Kind: Carry<P>,
{
    fn call<'a>(&'a self, body: &'a [u8], cx: &'a Cx, next: Option<&'a dyn RemoteNext>) -> Carried<'a> {
        P::Kind::call(self, body, cx, next)
    }
}

/// Binds a hook of a plugin to an instance of it in this process.
pub(super) fn served_hook(
    decl: &'static HookDecl,
    instance: &Instance,
    owner: &'static Manifest,
) -> Option<Box<dyn ServedHook>> {
    let point = RemotePoint::of(decl.point)?;
    (point.bind)(decl.handler, instance.clone(), &owner.permissions)
}
