use super::background::BackgroundCommand;
use super::guard::Guard;
use super::tool_sources::{LiveSource, SourcedTool};
use super::watched_model::WatchedModel;
use crate::cx::{Cx, RequestKind};
use crate::error::{Error, Result};
use crate::fault::FaultSink;
use crate::model::Model;
use crate::origin::PluginCode;
#[cfg(feature = "routes")]
use crate::plugin::RoutesDecl;
use crate::plugin::{
    CommandDecl, Contribution, Instance, Manifest, ModelDecl, Reply, ToolDecl, ToolError, ToolOutput,
    ToolSourceDecl, VerbDecl,
};
use futures_util::future::{BoxFuture, join_all};
use serde_json::Value;
use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// The function that calls a contribution: given its declaration, the plugin's instance and the plugin's context.
pub trait Call<C: 'static, T>:
    for<'a> FnOnce(&'static C, &'a (dyn Any + Send + Sync), &'a Cx) -> BoxFuture<'a, Result<T>> + Send
{
}

impl<C: 'static, T, F> Call<C, T> for F where
    F: for<'a> FnOnce(&'static C, &'a (dyn Any + Send + Sync), &'a Cx) -> BoxFuture<'a, Result<T>> + Send
{
}

/// The contributions of live plugins, by kind, name and plugin.
#[derive(Default)]
pub(super) struct Contributions {
    all: BTreeMap<(TypeId, &'static str, &'static str), Owned>,
    /// The sources of tools, by name.
    sources: BTreeMap<&'static str, Arc<LiveSource>>,
}

struct Owned {
    contribution: &'static dyn Contribution,
    owner: &'static Manifest,
    instance: Instance,
    own: Instance,
    sink: FaultSink,
}

/// A plugin that works for an agent.
pub(super) struct Provider {
    pub(super) owner: &'static Manifest,
    /// The instance for the agent.
    pub(super) instance: Instance,
    /// The plugin's own instance, which has all that belongs to no agent; the same, where the agent has none of its own.
    pub(super) own: Instance,
    /// The sources of tools of the instance for the agent.
    pub(super) sources: Vec<Arc<LiveSource>>,
}

/// A contribution of one kind, with the plugin that brings it.
struct Found<'a, C: 'static> {
    decl: &'static C,
    owner: &'static Manifest,
    instance: &'a (dyn Any + Send + Sync),
    shared: &'a Instance,
    /// The plugin's own instance.
    own: &'a (dyn Any + Send + Sync),
    sink: &'a FaultSink,
}

impl Contributions {
    pub(super) fn of(providers: impl Iterator<Item = Provider>, sink: &FaultSink) -> Self {
        let (mut all, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        for Provider { owner, instance, own, sources } in providers {
            by_name.extend(sources.into_iter().map(|source| (source.name(), source)));
            for contribution in owner.contributions {
                let any: &dyn Any = *contribution;
                let (instance, own) = (Arc::clone(&instance), Arc::clone(&own));
                let owned = Owned { contribution: *contribution, owner, instance, own, sink: sink.clone() };
                all.insert((any.type_id(), contribution.name(), owner.id), owned);
            }
        }
        Self { all, sources: by_name }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Returns the contributions of one kind, by name, each with the plugin that brings it.
    pub(super) fn all<C: Contribution>(&self) -> impl Iterator<Item = (&'static C, &'static Manifest)> {
        self.found::<C>().map(|found| (found.decl, found.owner))
    }

    /// Returns the tools that are available now, by name, each with the plugin that brings it.
    pub(super) fn tools(&self) -> impl Iterator<Item = (&'static ToolDecl, &'static Manifest)> {
        self.found::<ToolDecl>().filter(Found::is_available).map(|tool| (tool.decl, tool.owner))
    }

    /// Returns the tools of all sources, by name; those whose lists have changed are asked at once.
    pub(super) async fn sourced_tools(&self) -> Vec<SourcedTool> {
        let lists = join_all(self.sources.values().map(LiveSource::tools)).await;
        lists.iter().flat_map(|list| list.iter().cloned()).collect()
    }

    /// Calls a tool; `time` is how long one may take that does not say so itself.
    pub(super) async fn tool(
        &self,
        name: &str,
        args: Value,
        time: Option<Duration>,
        cx: &Cx,
    ) -> Option<Result<ToolOutput, ToolError>> {
        let Some(found) = self.find::<ToolDecl>(name) else {
            let (source, _) = ToolSourceDecl::split(name)?;
            return Some(self.sources.get(source)?.call(name, args, time, cx).await);
        };
        let tool = Cow::Borrowed(found.decl.name);
        if !found.is_available() {
            return Some(Err(ToolError::Unavailable { tool }));
        }
        let limit = found.decl.limit(time);
        let cx = cx.for_plugin(&found.owner.permissions);
        let call = async { (found.decl.call)(found.instance, args, &cx).await };
        let ran = found.guard(PluginCode::Tool, limit).run(call).await;
        Some(ran.unwrap_or_else(|stopped| Err(stopped.tool_error(tool))))
    }

    /// Runs a slash command.
    pub(super) async fn command(&self, name: &str, args: &str, cx: &Cx) -> Option<Result<Reply>> {
        let found = self.find::<CommandDecl>(name)?;
        if !found.decl.is_for(cx.identity()) {
            return Some(Err(Error::msg(format!("/{name} is for admins; the operator says who is one"))));
        }
        let cx = cx.for_plugin(&found.owner.permissions);
        // A host that runs for one message of the command line ends with it, before there could be another answer.
        if found.decl.background && cx.identity().kind != RequestKind::Cli {
            let (decl, owner, sink) = (found.decl, found.owner, found.sink.clone());
            let instance = Arc::clone(found.shared);
            return Some(BackgroundCommand { decl, owner, instance, sink }.begin(args, &cx));
        }
        let call = async { (found.decl.call)(found.instance, args, &cx).await };
        let ran = found.guard(PluginCode::Command, found.decl.limit()).run(call).await;
        let owner = found.owner.id;
        Some(ran.unwrap_or_else(|stopped| Err(Error::msg(format!("/{name} of `{owner}` {stopped}")))))
    }

    /// Runs a verb of a plugin, by the plugin's own instance: it is the operator's and no agent's.
    pub(super) async fn verb(&self, plugin: &str, name: &str, args: Value, cx: &Cx) -> Option<Result<Reply>> {
        let mut verbs = self.found::<VerbDecl>();
        let found = verbs.find(|verb| verb.owner.id == plugin && verb.decl.name == name)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let call = async { (found.decl.call)(found.own, args, &cx).await };
        let ran = found.guard(PluginCode::Contribution, found.decl.limit()).run(call).await;
        Some(ran.unwrap_or_else(|stopped| Err(Error::msg(format!("{name} of `{plugin}` {stopped}")))))
    }

    /// Opens a model.
    pub(super) async fn model(&self, provider: &str, name: &str, cx: &Cx) -> Option<Result<Arc<dyn Model>>> {
        let found = self.find::<ModelDecl>(provider)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let open = async { (found.decl.open)(found.instance, name, &cx).await };
        let guard = found.guard(PluginCode::Model, ModelDecl::TIMEOUT);
        let opened = guard.run(open).await.unwrap_or_else(|stopped| {
            let owner = found.owner.id;
            Err(Error::msg(format!("opening `{provider}/{name}` of `{owner}` {stopped}")))
        });
        Some(opened.map(|model| Arc::new(WatchedModel::new(model, guard.serial())) as Arc<dyn Model>))
    }

    /// Returns the routes of a plugin, with its own instance, which answers and the guard around it.
    #[cfg(feature = "routes")]
    pub(super) fn routes(
        &self,
        plugin: &str,
    ) -> Option<(&'static RoutesDecl, &'static Manifest, Instance, Guard)> {
        let mut owned = self.all.values().filter(|owned| owned.owner.id == plugin);
        let (decl, owned) =
            owned.find_map(|owned| Some((owned.contribution.as_kind::<RoutesDecl>()?, owned)))?;
        let declared = ("routes", decl.line);
        let guard = Guard::new(owned.owner, PluginCode::Contribution, declared, decl.limit(), &owned.sink);
        Some((decl, owned.owner, Arc::clone(&owned.own), guard))
    }

    /// Calls a contribution of any kind by a function of its declaration, which is given the plugin's own instance.
    pub(super) async fn call<C: Contribution, T>(
        &self,
        name: &str,
        timeout: Duration,
        cx: &Cx,
        call: impl Call<C, T>,
    ) -> Option<Result<T>> {
        let found = self.find::<C>(name)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let work = async { call(found.decl, found.own, &cx).await };
        let called = found.guard(PluginCode::Contribution, timeout).run(work).await;
        Some(called.unwrap_or_else(|stopped| {
            let (kind, title, owner) = (found.decl.kind().name, found.decl.title(), found.owner.id);
            Err(Error::msg(format!("the {kind} `{title}` of `{owner}` {stopped}")))
        }))
    }

    fn found<C: Contribution>(&self) -> impl Iterator<Item = Found<'_, C>> {
        self.all.values().filter_map(Found::of)
    }

    fn find<C: Contribution>(&self, name: &str) -> Option<Found<'_, C>> {
        self.found::<C>().find(|found| found.decl.name() == name)
    }
}

impl<'a, C: Contribution> Found<'a, C> {
    fn of(owned: &'a Owned) -> Option<Self> {
        let decl = owned.contribution.as_kind::<C>()?;
        let Owned { owner, instance, own, sink, .. } = owned;
        Some(Self { decl, owner, instance: &**instance, shared: instance, own: &**own, sink })
    }

    fn guard(&self, code: PluginCode, timeout: Duration) -> Guard {
        let declared = (self.decl.name(), self.decl.line());
        Guard::new(self.owner, code, declared, timeout, self.sink)
    }
}

impl Found<'_, ToolDecl> {
    /// Asks the plugin whether the tool can work now; a tool whose plugin panics when asked is not available.
    fn is_available(&self) -> bool {
        let Some(available) = self.decl.available else {
            return true;
        };
        let asked = self.guard(PluginCode::Tool, ToolDecl::TIMEOUT).call(|| available(self.instance));
        asked.unwrap_or_else(|stopped| {
            tracing::warn!(plugin = self.owner.id, tool = self.decl.name, "`available` {stopped}");
            false
        })
    }
}
