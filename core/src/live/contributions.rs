use super::background::BackgroundCommand;
use super::calls;
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
    Callable, CommandDecl, Contribution, Instance, Manifest, ModelDecl, Reply, ToolAnswer, ToolDecl,
    ToolError, ToolOutput, ToolSourceDecl, VerbDecl,
};
use futures_util::future::join_all;
use serde_json::Value;
use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

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
    instance: &'a Instance,
    /// The plugin's own instance.
    own: &'a Instance,
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
        let (decl, instance) = (found.decl, Arc::clone(found.instance));
        let call = async move { calls::call(decl, &*instance, args, &cx).await };
        Some(match found.guard(PluginCode::Tool, limit).run_apart(call).await {
            Ok(Ok(ToolAnswer::Output(output))) => Ok(output),
            Ok(Ok(ToolAnswer::Unfit(why))) => Err(ToolError::Arguments { tool, why }),
            Ok(Err(error)) => Err(ToolError::Failed(error)),
            Err(stopped) => Err(stopped.tool_error(tool)),
        })
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
            let instance = Arc::clone(found.instance);
            return Some(BackgroundCommand { decl, owner, instance, sink }.begin(args, &cx));
        }
        let (decl, instance, args) = (found.decl, Arc::clone(found.instance), args.to_owned());
        let call = async move { calls::call(decl, &*instance, args, &cx).await };
        let ran = found.guard(PluginCode::Command, found.decl.limit()).run_apart(call).await;
        let owner = found.owner.id;
        Some(ran.unwrap_or_else(|stopped| Err(Error::msg(format!("/{name} of `{owner}` {stopped}")))))
    }

    /// Runs a verb of a plugin, by the plugin's own instance: it is the operator's and no agent's.
    pub(super) async fn verb(&self, plugin: &str, name: &str, args: Value, cx: &Cx) -> Option<Result<Reply>> {
        let mut verbs = self.found::<VerbDecl>();
        let found = verbs.find(|verb| verb.owner.id == plugin && verb.decl.name == name)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let (decl, own) = (found.decl, Arc::clone(found.own));
        let call = async move { calls::call(decl, &*own, args, &cx).await };
        let ran = found.guard(PluginCode::Contribution, found.decl.limit()).run_apart(call).await;
        Some(ran.unwrap_or_else(|stopped| Err(Error::msg(format!("{name} of `{plugin}` {stopped}")))))
    }

    /// Opens a model.
    pub(super) async fn model(&self, provider: &str, name: &str, cx: &Cx) -> Option<Result<Arc<dyn Model>>> {
        let found = self.find::<ModelDecl>(provider)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let (decl, instance, model) = (found.decl, Arc::clone(found.instance), name.to_owned());
        let open = async move { calls::open(decl, &*instance, &model, &cx).await };
        let guard = found.guard(PluginCode::Model, ModelDecl::TIMEOUT);
        let opened = guard.run_apart(open).await.unwrap_or_else(|stopped| {
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

    /// Calls a contribution of any kind, by the plugin's own instance.
    pub(super) async fn call<C: Callable + Contribution>(
        &self,
        name: &str,
        input: C::Input,
        timeout: Duration,
        cx: &Cx,
    ) -> Option<Result<C::Output>> {
        let found = self.find::<C>(name)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let (decl, own) = (found.decl, Arc::clone(found.own));
        let work = async move { calls::call(decl, &*own, input, &cx).await };
        let called = found.guard(PluginCode::Contribution, timeout).run_apart(work).await;
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
        Some(Self { decl, owner, instance, own, sink })
    }

    fn guard(&self, code: PluginCode, timeout: Duration) -> Guard {
        let declared = (self.decl.name(), self.decl.line());
        Guard::new(self.owner, code, declared, timeout, self.sink)
    }
}

impl Found<'_, ToolDecl> {
    /// Asks the plugin whether the tool can work now; a tool whose plugin panics when asked is not available.
    fn is_available(&self) -> bool {
        if self.decl.available.is_none() {
            return true;
        }
        let asked = self
            .guard(PluginCode::Tool, ToolDecl::TIMEOUT)
            .call(|| calls::is_available(self.decl, &**self.instance));
        asked.unwrap_or_else(|stopped| {
            tracing::warn!(plugin = self.owner.id, tool = self.decl.name, "`available` {stopped}");
            false
        })
    }
}
