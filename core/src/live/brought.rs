use super::guard::{Stopped, guard};
use super::wiring::Wiring;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::panic::message;
use crate::plugin::{CommandDecl, Instance, Manifest, ModelDecl, Reply, ToolDecl, ToolError, ToolOutput};
use serde_json::Value;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What plugins bring beside hooks.
#[derive(Default)]
pub(super) struct Contributions {
    pub(super) tools: BTreeMap<&'static str, Owned<ToolDecl>>,
    commands: BTreeMap<&'static str, Owned<CommandDecl>>,
    models: BTreeMap<&'static str, Owned<ModelDecl>>,
}

pub(super) struct Owned<D: 'static> {
    decl: &'static D,
    owner: &'static Manifest,
    instance: Instance,
}

impl Contributions {
    pub(super) fn of(members: &[(&'static Manifest, Instance)]) -> Self {
        let mut brought = Self::default();
        for (owner, instance) in members {
            brought.tools.extend(owned(owner, instance, owner.tools, |it| it.name));
            brought.commands.extend(owned(owner, instance, owner.commands, |it| it.name));
            brought.models.extend(owned(owner, instance, owner.models, |it| it.provider));
        }
        brought
    }
}

fn owned<D>(
    owner: &'static Manifest,
    instance: &Instance,
    decls: &'static [D],
    name: fn(&'static D) -> &'static str,
) -> impl Iterator<Item = (&'static str, Owned<D>)> {
    decls.iter().map(move |decl| (name(decl), Owned { decl, owner, instance: Arc::clone(instance) }))
}

impl Owned<ToolDecl> {
    /// Asks the tool's plugin; one that panics when asked is not available.
    fn is_available(&self) -> bool {
        let Some(available) = self.decl.available else {
            return true;
        };
        catch_unwind(AssertUnwindSafe(|| available(&*self.instance))).unwrap_or_else(|payload| {
            let said = message(payload);
            tracing::warn!(plugin = self.owner.id, tool = self.decl.name, "`available` panicked: {said}");
            false
        })
    }
}

impl Wiring {
    /// Returns the tools that are available now, by name, with the plugin each is of.
    pub fn tools(&self) -> impl Iterator<Item = (&'static ToolDecl, &'static Manifest)> {
        let tools = self.brought.tools.values().filter(|tool| tool.is_available());
        tools.map(|tool| (tool.decl, tool.owner))
    }

    /// Returns the commands, by name, with the plugin each is of.
    pub fn commands(&self) -> impl Iterator<Item = (&'static CommandDecl, &'static Manifest)> {
        self.brought.commands.values().map(|it| (it.decl, it.owner))
    }

    /// Returns the providers of models, by name, with the plugin each is of.
    pub fn models(&self) -> impl Iterator<Item = (&'static ModelDecl, &'static Manifest)> {
        self.brought.models.values().map(|it| (it.decl, it.owner))
    }

    /// Calls a tool, or returns `None` if there is none of this name.
    pub async fn tool(&self, name: &str, args: Value, cx: &Cx) -> Option<Result<ToolOutput, ToolError>> {
        let tool = self.brought.tools.get(name)?;
        let Owned { decl, owner, instance } = tool;
        if !tool.is_available() {
            return Some(Err(ToolError::Unavailable { tool: decl.name }));
        }
        let cx = cx.of(&owner.permissions);
        let call = async { (decl.call)(&**instance, args, &cx).await };
        let limit = decl.timeout.unwrap_or(ToolDecl::TIMEOUT);
        Some(match guard(call, Some(limit)).await {
            Ok(result) => result,
            Err(Stopped::Panic(message)) => Err(ToolError::Panicked { tool: decl.name, message }),
            Err(Stopped::Timeout(after)) => Err(ToolError::TimedOut { tool: decl.name, after }),
        })
    }

    /// Runs a slash command, or returns `None` if there is none of this name; the name comes without the slash.
    pub async fn command(&self, name: &str, args: &str, cx: &Cx) -> Option<Result<Reply>> {
        let Owned { decl, owner, instance } = self.brought.commands.get(name)?;
        let cx = cx.of(&owner.permissions);
        let call = async { (decl.call)(&**instance, args, &cx).await };
        let ran = guard(call, Some(CommandDecl::TIMEOUT)).await;
        Some(ran.unwrap_or_else(|stopped| Err(Error::msg(format!("/{name} of `{}` {stopped}", owner.id)))))
    }

    /// Opens a model, or returns `None` if there is no provider of this name.
    pub async fn model(&self, provider: &str, name: &str, cx: &Cx) -> Option<Result<Arc<dyn Model>>> {
        let Owned { decl, owner, instance } = self.brought.models.get(provider)?;
        let cx = cx.of(&owner.permissions);
        let open = async { (decl.open)(&**instance, name, &cx).await };
        let opened = guard(open, Some(ModelDecl::TIMEOUT)).await;
        Some(opened.unwrap_or_else(|stopped| {
            Err(Error::msg(format!("opening `{provider}/{name}` of `{}` {stopped}", owner.id)))
        }))
    }
}
