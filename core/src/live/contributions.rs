use super::background::BackgroundCommand;
use super::guard::{Guard, Stopped};
use super::watched_model::WatchedModel;
use crate::cx::{Cx, RequestKind};
use crate::error::{Error, Result};
use crate::fault::FaultSink;
use crate::model::Model;
use crate::origin::PluginCode;
use crate::plugin::{
    CommandDecl, Contribution, Instance, Manifest, ModelDecl, Reply, ToolDecl, ToolError, ToolOutput,
    VerbDecl,
};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::any::{Any, TypeId};
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
pub(super) struct Contributions(BTreeMap<(TypeId, &'static str, &'static str), Owned>);

struct Owned {
    contribution: &'static dyn Contribution,
    owner: &'static Manifest,
    instance: Instance,
    sink: FaultSink,
}

/// A contribution of one kind, with the plugin that brings it.
struct Found<'a, C: 'static> {
    decl: &'static C,
    owner: &'static Manifest,
    instance: &'a (dyn Any + Send + Sync),
    shared: &'a Instance,
    sink: &'a FaultSink,
}

impl Contributions {
    pub(super) fn of(entries: &[(&'static Manifest, Instance)], sink: &FaultSink) -> Self {
        let mut all = BTreeMap::new();
        for (owner, instance) in entries {
            for contribution in owner.contributions {
                let any: &dyn Any = *contribution;
                let instance = Arc::clone(instance);
                let owned = Owned { contribution: *contribution, owner, instance, sink: sink.clone() };
                all.insert((any.type_id(), contribution.name(), owner.id), owned);
            }
        }
        Self(all)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the contributions of one kind, by name, each with the plugin that brings it.
    pub(super) fn all<C: Contribution>(&self) -> impl Iterator<Item = (&'static C, &'static Manifest)> {
        self.found::<C>().map(|found| (found.decl, found.owner))
    }

    /// Returns the tools that are available now, by name, each with the plugin that brings it.
    pub(super) fn tools(&self) -> impl Iterator<Item = (&'static ToolDecl, &'static Manifest)> {
        self.found::<ToolDecl>().filter(Found::is_available).map(|tool| (tool.decl, tool.owner))
    }

    /// Calls a tool; `time` is how long one may take that does not say so itself.
    pub(super) async fn tool(
        &self,
        name: &str,
        args: Value,
        time: Option<Duration>,
        cx: &Cx,
    ) -> Option<Result<ToolOutput, ToolError>> {
        let found = self.find::<ToolDecl>(name)?;
        let tool = found.decl.name;
        if !found.is_available() {
            return Some(Err(ToolError::Unavailable { tool }));
        }
        let limit = found.decl.limit(time);
        let cx = cx.for_plugin(&found.owner.permissions);
        let call = async { (found.decl.call)(found.instance, args, &cx).await };
        Some(match found.guard(PluginCode::Tool, limit).run(call).await {
            Ok(result) => result,
            Err(Stopped::Panic(message)) => Err(ToolError::Panicked { tool, message }),
            Err(Stopped::Timeout(after)) => Err(ToolError::TimedOut { tool, after }),
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
            let instance = Arc::clone(found.shared);
            return Some(BackgroundCommand { decl, owner, instance, sink }.begin(args, &cx));
        }
        let call = async { (found.decl.call)(found.instance, args, &cx).await };
        let ran = found.guard(PluginCode::Command, found.decl.limit()).run(call).await;
        let owner = found.owner.id;
        Some(ran.unwrap_or_else(|stopped| Err(Error::msg(format!("/{name} of `{owner}` {stopped}")))))
    }

    /// Runs a verb of a plugin.
    pub(super) async fn verb(&self, plugin: &str, name: &str, args: Value, cx: &Cx) -> Option<Result<Reply>> {
        let mut verbs = self.found::<VerbDecl>();
        let found = verbs.find(|verb| verb.owner.id == plugin && verb.decl.name == name)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let call = async { (found.decl.call)(found.instance, args, &cx).await };
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

    /// Calls a contribution of any kind by a function of its declaration.
    pub(super) async fn call<C: Contribution, T>(
        &self,
        name: &str,
        timeout: Duration,
        cx: &Cx,
        call: impl Call<C, T>,
    ) -> Option<Result<T>> {
        let found = self.find::<C>(name)?;
        let cx = cx.for_plugin(&found.owner.permissions);
        let work = async { call(found.decl, found.instance, &cx).await };
        let called = found.guard(PluginCode::Contribution, timeout).run(work).await;
        Some(called.unwrap_or_else(|stopped| {
            let (kind, title, owner) = (found.decl.kind().name, found.decl.title(), found.owner.id);
            Err(Error::msg(format!("the {kind} `{title}` of `{owner}` {stopped}")))
        }))
    }

    fn found<C: Contribution>(&self) -> impl Iterator<Item = Found<'_, C>> {
        self.0.values().filter_map(Found::of)
    }

    fn find<C: Contribution>(&self, name: &str) -> Option<Found<'_, C>> {
        self.found::<C>().find(|found| found.decl.name() == name)
    }
}

impl<'a, C: Contribution> Found<'a, C> {
    fn of(owned: &'a Owned) -> Option<Self> {
        let decl = owned.contribution.as_kind::<C>()?;
        let Owned { owner, instance, sink, .. } = owned;
        Some(Self { decl, owner, instance: &**instance, shared: instance, sink })
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
