use super::handler::{Erased, Handler, HookCall};
use super::link::{Chain, HookMeta};
use super::{Breaker, watch};
use crate::fault::FaultSink;
use crate::plugin::{HookDecl, Instance, Manifest};
use crate::point::{FailurePolicy, HookPoint};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

/// Makes the chain of one point from wires whose types are forgotten; each [`PointInfo`](crate::point::PointInfo)
/// carries its own.
pub type Assemble = fn(Vec<HookBinding>) -> Erased;

/// One hook on its way into a chain.
#[derive(Debug)]
pub struct HookBinding {
    pub(crate) decl: &'static HookDecl,
    pub(crate) handler: &'static (dyn Any + Send + Sync),
    pub(crate) owner: &'static Manifest,
    pub(crate) instance: Instance,
    pub(crate) policy: FailurePolicy,
    pub(crate) timeout: Duration,
    pub(crate) health: Arc<Breaker>,
    pub(crate) sink: FaultSink,
}

/// Makes a `Chain<P>`; not called by hand, `#[hook_point]` writes it into the point.
pub fn assemble<P: HookPoint>(wires: Vec<HookBinding>) -> Erased {
    let unwell = wires.first().map(|wire| wire.health.unwell()).unwrap_or_default();
    let (bound, links) = wires.into_iter().map(link::<P>).unzip();
    Erased::new(Chain::<P>::new(bound, links, unwell))
}

fn link<P: HookPoint>(wire: HookBinding) -> (HookCall<P>, HookMeta) {
    // Both hold by construction: `#[hook]` makes the handler and the declaration from one path, and
    // `#[plugin]` the handler and the instance from one type.
    let handler: &'static Handler<P> =
        wire.handler.downcast_ref().expect("a hook's handler is of the hook's point");
    let by = wire.owner.origin(wire.decl);
    let serial = watch::enrol(P::INFO.name, by, &wire.sink);
    let bound = HookCall::new(handler, wire.instance, &wire.owner.permissions, serial)
        .expect("a plugin's hooks are of the plugin's type");
    let link = HookMeta {
        health: wire.health,
        policy: wire.policy,
        timeout: wire.timeout,
        by,
        layout: handler.layout(),
        sink: wire.sink,
    };
    (bound, link)
}
