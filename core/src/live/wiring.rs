use super::contributions::{Contributions, Provider};
use super::tool_sources::SourcedTool;
use crate::chain::{Accumulate, Chain, Erased, Fire, HookBinding, Inmost, Lend, operate};
use crate::cx::{Chains, Cx};
use crate::error::Result;
use crate::fault::FaultSink;
use crate::model::Model;
use crate::plugin::{
    Callable, CommandDecl, Contribution, Manifest, ModelDecl, Reply, ToolDecl, ToolError, ToolOutput,
};
use crate::point::{HookPoint, Input, Observe, PointInfo, Wrap};
use serde_json::Value;
use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The chains and contributions of all plugins for one agent and role, built once and never changed.
#[derive(Clone, Default)]
pub struct Wiring {
    /// The chains, by the points' ordinals.
    chains: Arc<[Option<Erased>]>,
    contributions: Arc<Contributions>,
}

impl fmt::Debug for Wiring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chains = self.chains.iter().flatten().count();
        write!(f, "Wiring ({chains} chains, {} contributions)", self.contributions.len())
    }
}

impl Wiring {
    pub(super) fn new(
        points: impl Iterator<Item = (&'static PointInfo, Vec<HookBinding>)>,
        providers: impl Iterator<Item = Provider>,
        sink: &FaultSink,
    ) -> Self {
        let mut chains = Vec::new();
        for (point, bindings) in points.filter(|(_, bindings)| !bindings.is_empty()) {
            let index = point.ordinal.index();
            if chains.len() <= index {
                chains.resize_with(index + 1, || None);
            }
            chains[index] = Some(Erased::new((point.assemble)(Box::new(bindings))));
        }
        Self { chains: chains.into(), contributions: Arc::new(Contributions::of(providers, sink)) }
    }

    #[cfg(feature = "routes")]
    pub(super) fn contributed(&self) -> &Contributions {
        &self.contributions
    }

    /// Returns the chain of a point, unless nobody hooks it.
    #[inline]
    pub fn chain<P: HookPoint>(&self) -> Option<&Chain<P>> {
        self.chains.get(P::INFO.ordinal.index())?.as_ref()?.get()
    }

    /// Fires a point: the one place where hooks of a sequence are called.
    #[inline]
    pub fn fire<'h, 'a, P>(&'h self, event: Input<'a, P>, cx: &'a Cx) -> Fire<'h, 'a, P>
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        Fire::new(self.chain::<P>(), P::Kind::hold(event), cx)
    }

    /// Fires an observe point whose refusal, which takes a hook that fails closed, changes nothing any more.
    pub async fn notify<P: HookPoint<Kind = Observe>>(&self, event: &P::Event, cx: &Cx) {
        let _ = self.fire::<P>(event, cx).await;
    }

    /// Fires a sync point, where nobody can wait.
    #[inline]
    pub fn fire_now<'a, P>(&self, event: Input<'a, P>, cx: &'a Cx) -> <P::Kind as Accumulate<P>>::Outcome
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        match self.chain::<P>() {
            Some(chain) => chain.run_now(event, cx),
            None => P::Kind::finish(P::Kind::start()),
        }
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<P: HookPoint<Kind = Wrap>>(
        &self,
        request: P::Event,
        cx: &Cx,
        operation: &Inmost<'_, P>,
    ) -> Result<P::Outcome> {
        match self.chain::<P>() {
            Some(chain) => chain.wrap(request, cx, operation).await,
            None => operate(async { operation(request).await }).await,
        }
    }
}

/// The contributions of plugins beside hooks.
impl Wiring {
    /// Returns the contributions of one kind, by name, each with the plugin that brings it.
    pub fn contributions<C: Contribution>(&self) -> impl Iterator<Item = (&'static C, &'static Manifest)> {
        self.contributions.all()
    }

    /// Calls a contribution of any kind, or returns `None` if there is none of this name.
    ///
    /// The call is guarded: a panic and the end of its time are errors. It goes to the plugin's own instance, also where the
    /// agent has one with settings of its own.
    ///
    /// ```ignore
    /// wiring.call::<CardDecl>("notes/latest", (), limit, cx).await
    /// ```
    pub async fn call<C: Callable + Contribution>(
        &self,
        name: &str,
        input: C::Input,
        timeout: Duration,
        cx: &Cx,
    ) -> Option<Result<C::Output>> {
        self.contributions.call::<C>(name, input, timeout, cx).await
    }

    /// Returns the tools that the sources of plugins have now, by name.
    ///
    /// A source is asked for its list if it has changed, each within its time and all at once; one that fails keeps the
    /// list that it gave last.
    pub async fn sourced_tools(&self) -> Vec<SourcedTool> {
        self.contributions.sourced_tools().await
    }

    /// Returns the tools that are available now, by name, each with the plugin that brings it.
    pub fn tools(&self) -> impl Iterator<Item = (&'static ToolDecl, &'static Manifest)> {
        self.contributions.tools()
    }

    /// Returns the commands, by name, each with the plugin that brings it.
    pub fn commands(&self) -> impl Iterator<Item = (&'static CommandDecl, &'static Manifest)> {
        self.contributions()
    }

    /// Returns the providers of models, by name, each with the plugin that brings it.
    pub fn models(&self) -> impl Iterator<Item = (&'static ModelDecl, &'static Manifest)> {
        self.contributions()
    }

    /// Calls a tool, declared or of a source, or returns `None` if there is none of this name.
    ///
    /// `time` is how long a tool may take that does not say so itself; see [`ToolDecl::limit`].
    pub async fn tool(
        &self,
        name: &str,
        args: Value,
        time: Option<Duration>,
        cx: &Cx,
    ) -> Option<Result<ToolOutput, ToolError>> {
        self.contributions.tool(name, args, time, cx).await
    }

    /// Runs a slash command, or returns `None` if there is none of this name; the name comes without the slash.
    pub async fn command(&self, name: &str, args: &str, cx: &Cx) -> Option<Result<Reply>> {
        self.contributions.command(name, args, cx).await
    }

    /// Runs a verb of a plugin by the plugin's own instance, or returns `None` if it brings none of this name.
    pub async fn verb(&self, plugin: &str, name: &str, args: Value, cx: &Cx) -> Option<Result<Reply>> {
        self.contributions.verb(plugin, name, args, cx).await
    }

    /// Opens a model, or returns `None` if there is no provider of this name.
    pub async fn model(&self, provider: &str, name: &str, cx: &Cx) -> Option<Result<Arc<dyn Model>>> {
        self.contributions.model(provider, name, cx).await
    }
}

impl Chains for Wiring {
    fn chain(&self, ordinal: usize) -> Option<&(dyn Any + Send + Sync)> {
        Some(self.chains.get(ordinal)?.as_ref()?.as_any())
    }
}

impl From<Wiring> for Arc<dyn Chains> {
    fn from(wiring: Wiring) -> Self {
        Arc::new(wiring)
    }
}

impl Cx {
    /// Returns the chains and contributions of the request, or of the moment outside of one; `None` before all plugins
    /// have started, and in a host that has no live set.
    pub fn wired(&self) -> Option<Wiring> {
        let chains = self.chains()?;
        let chains: &dyn Any = chains.as_dyn();
        chains.downcast_ref::<Wiring>().cloned()
    }
}
