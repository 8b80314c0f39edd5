//! Calls of a plugin's code, wherever its instance lives.

use crate::cx::Cx;
use crate::error::Result;
use crate::model::Model;
use crate::plugin::{
    Callable, Contribution, HookDecl, Instance, Manifest, ModelDecl, Tier, ToolDecl, ToolSource,
    ToolSourceDecl,
};
#[cfg(feature = "remote")]
use crate::remote::{RemotePlugin, RemotePoint, Target};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

/// Calls a contribution.
pub(super) async fn call<C: Callable + Contribution>(
    decl: &'static C,
    instance: &(dyn Any + Send + Sync),
    input: C::Input,
    cx: &Cx,
) -> Result<C::Output> {
    #[cfg(feature = "remote")]
    if let Some(remote) = RemotePlugin::find(instance) {
        return remote.call(decl, &input, cx).await;
    }
    decl.call(instance, input, cx).await
}

/// Asks whether a tool can work now.
pub(super) fn is_available(tool: &'static ToolDecl, instance: &(dyn Any + Send + Sync)) -> bool {
    let Some(available) = tool.available else { return true };
    #[cfg(feature = "remote")]
    if let Some(remote) = RemotePlugin::find(instance) {
        return remote.part_now(tool, ToolDecl::AVAILABLE, ToolDecl::AVAILABLE_TIMEOUT).unwrap_or_else(
            |error| {
                tracing::warn!(tool = tool.name, "`available` {}: {error}", error.fault_kind());
                false
            },
        );
    }
    available(instance)
}

/// Runs the plugin's `#[start]`.
pub(super) async fn start(manifest: &'static Manifest, instance: &Instance, cx: &Cx) -> Result<()> {
    let Some(start) = manifest.lifecycle.start else { return Ok(()) };
    #[cfg(feature = "remote")]
    if let Some(remote) = RemotePlugin::find(&**instance) {
        return remote.step(Target::Start, cx).await;
    }
    start(&**instance, cx).await
}

/// Runs the plugin's `#[stop]`.
pub(super) async fn stop(manifest: &'static Manifest, instance: &Instance, cx: &Cx) -> Result<()> {
    #[cfg(feature = "remote")]
    if let Some(remote) = RemotePlugin::find(&**instance) {
        // Also where the plugin has none: its process ends.
        return remote.step(Target::Stop, cx).await;
    }
    let Some(stop) = manifest.lifecycle.stop else { return Ok(()) };
    stop(&**instance, cx).await
}

/// Returns the handler of a hook with the instance that it is bound to.
pub(super) fn hook(
    decl: &'static HookDecl,
    instance: &Instance,
    position: usize,
    timeout: Duration,
) -> (&'static (dyn Any + Send + Sync), Instance) {
    #[cfg(feature = "remote")]
    if let Some(there) = RemotePlugin::hook(instance, position, timeout) {
        // Every point of the binary has one, as all are compiled with this feature.
        let point = RemotePoint::of(decl.point).expect("a point knows the way to another process");
        return ((point.handler)(), there);
    }
    let _ = (position, timeout);
    (decl.handler, Arc::clone(instance))
}

/// Opens a model.
pub(super) async fn open(
    decl: &'static ModelDecl,
    instance: &(dyn Any + Send + Sync),
    name: &str,
    cx: &Cx,
) -> Result<Arc<dyn Model>> {
    #[cfg(feature = "remote")]
    if let Some(remote) = RemotePlugin::find(instance) {
        return remote.model(decl, name, cx).await;
    }
    (decl.open)(instance, name, cx).await
}

/// Returns a source of tools, which the plugin makes if it is in this process.
pub(super) fn source(
    decl: &'static ToolSourceDecl,
    instance: &(dyn Any + Send + Sync),
) -> Result<Arc<dyn ToolSource>> {
    #[cfg(feature = "remote")]
    if let Some(remote) = RemotePlugin::find(instance) {
        return Ok(remote.source(decl));
    }
    (decl.make)(instance)
}

/// Returns where the code of an instance runs.
pub(super) fn tier_of(instance: &(dyn Any + Send + Sync)) -> Tier {
    #[cfg(feature = "remote")]
    if RemotePlugin::find(instance).is_some() {
        return Tier::Worker;
    }
    let _ = instance;
    Tier::Inline
}
