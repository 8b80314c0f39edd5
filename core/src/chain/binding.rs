use super::breaker::Breaker;
use super::chain::Chain;
use super::erased::{Handler, HookCall};
use super::meta::HookMeta;
use crate::fault::FaultSink;
use crate::origin::PluginCode;
use crate::plugin::{HookDecl, Instance, Manifest};
use crate::point::{HookPoint, HookPolicy};
use crate::watchdog::{Watched, watch};
use std::any::Any;
use std::sync::Arc;

/// A hook that is bound to a live plugin, ready for a chain.
#[derive(Debug)]
pub struct HookBinding {
    pub(crate) decl: &'static HookDecl,
    pub(crate) handler: &'static (dyn Any + Send + Sync),
    pub(crate) owner: &'static Manifest,
    pub(crate) instance: Instance,
    pub(crate) policy: HookPolicy,
    pub(crate) breaker: Arc<Breaker>,
    pub(crate) sink: FaultSink,
}

/// Makes a `Chain<P>` of a `Vec<HookBinding>`; `#[hook_point]` writes it into the point as its
/// [`Assemble`](crate::point::Assemble).
///
/// # Panics
/// If it is given anything else.
pub fn assemble<P: HookPoint>(bindings: Box<dyn Any>) -> Box<dyn Any + Send + Sync> {
    let bindings: Box<Vec<HookBinding>> = bindings.downcast().expect("a chain is made of bindings");
    let (calls, metas) = bindings.into_iter().map(split::<P>).unzip();
    Box::new(Chain::<P>::new(calls, metas))
}

/// Splits a binding into the hot and the cold half of a hook.
fn split<P: HookPoint>(binding: HookBinding) -> (HookCall<P>, HookMeta) {
    let HookBinding { decl, handler, owner, instance, policy, breaker, sink } = binding;
    // Both hold by construction: `#[hook]` makes the handler and the declaration from one path, and
    // `#[plugin]` the handler and the instance from one type.
    let handler: &'static Handler<P> =
        handler.downcast_ref().expect("a hook's handler is of the hook's point");
    let (point, origin) = (P::INFO.name, owner.origin(decl));
    let watched =
        Watched { code: PluginCode::Hook, point, origin, timeout: policy.timeout, sink: sink.clone() };
    let call = HookCall::new(handler, instance, &owner.permissions, watch(watched))
        .expect("a plugin's hooks are of the plugin's type");
    (call, HookMeta { point, origin, policy, breaker, layout: handler.layout(), sink })
}
