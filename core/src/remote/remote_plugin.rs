use super::instance::{RemoteCall, RemoteInstance};
use super::models::RemoteModel;
use super::remote_hook::RemoteHook;
#[cfg(feature = "routes")]
use super::routes;
use super::sources::RemoteSource;
use super::target::Target;
use super::unpanicked::unpanicked;
use crate::crossing::RemoteError;
use crate::crossing::{decode, encode};
use crate::cx::Cx;
use crate::error::Result;
use crate::model::Model;
#[cfg(feature = "routes")]
use crate::plugin::RoutesDecl;
use crate::plugin::{Callable, Contribution, Held, Instance, ModelDecl, ToolSource, ToolSourceDecl};
#[cfg(feature = "routes")]
use axum::{extract::Request, response::Response};
use serde::de::DeserializeOwned;
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

/// What stands in the live set for a plugin that lives in another process.
#[derive(Debug)]
pub(crate) struct RemotePlugin {
    remote: Arc<dyn RemoteInstance>,
    /// The plugin's context outside of requests.
    cx: Cx,
}

impl RemotePlugin {
    pub(crate) fn instance(remote: Arc<dyn RemoteInstance>, cx: Cx) -> Instance {
        Held::instance(Self { remote, cx })
    }

    /// Returns the plugin that an instance stands for, if it lives in another process.
    pub(crate) fn find(instance: &(dyn Any + Send + Sync)) -> Option<&Self> {
        Held::find(instance)
    }

    /// Returns what is bound to a hook's point in the place of a hook of this plugin.
    pub(crate) fn hook(instance: &Instance, position: usize, timeout: Duration) -> Option<Instance> {
        let remote = Arc::clone(&Self::find(&**instance)?.remote);
        let position = u32::try_from(position).expect("a plugin has fewer hooks");
        Some(RemoteHook::instance(remote, Arc::clone(instance), Target::Hook(position), timeout))
    }

    /// Calls a contribution.
    pub(crate) async fn call<C: Callable + Contribution>(
        &self,
        decl: &'static C,
        input: &C::Input,
        cx: &Cx,
    ) -> Result<C::Output> {
        let target = Target::Contribution { kind: decl.kind().name.into(), name: decl.name().into() };
        let reply = self.remote.call(RemoteCall::new(target, encode(input)?), cx, None).await;
        Ok(decode(&unpanicked(reply).map_err(RemoteError::into_error)?.body)?)
    }

    /// Calls a function of the lifecycle.
    pub(crate) async fn step(&self, step: Target, cx: &Cx) -> Result<()> {
        let ended = self.remote.call(RemoteCall::new(step, Vec::new()), cx, None).await;
        unpanicked(ended).map_err(RemoteError::into_error)?;
        Ok(())
    }

    /// Opens a model.
    pub(crate) async fn model(
        &self,
        decl: &'static ModelDecl,
        name: &str,
        cx: &Cx,
    ) -> Result<Arc<dyn Model>> {
        RemoteModel::open(Arc::clone(&self.remote), decl, name, cx).await
    }

    /// Returns a source of tools.
    pub(crate) fn source(&self, decl: &'static ToolSourceDecl) -> Arc<dyn ToolSource> {
        Arc::new(RemoteSource { remote: Arc::clone(&self.remote), decl, cx: self.cx.clone() })
    }

    /// Has the plugin's routes answer a request.
    #[cfg(feature = "routes")]
    pub(crate) async fn answer(
        &self,
        decl: &'static RoutesDecl,
        request: Request,
        cx: &Cx,
    ) -> Result<Response, RemoteError> {
        routes::ask(&self.remote, decl, request, cx).await
    }

    /// Asks for a part of a contribution where nobody can wait.
    pub(crate) fn part_now<T: DeserializeOwned>(
        &self,
        decl: &'static dyn Contribution,
        part: &str,
        timeout: Duration,
    ) -> Result<T, RemoteError> {
        let (kind, name) = (decl.kind().name.into(), decl.name().into());
        let target = Target::Part { kind, name, part: part.into() };
        let reply = self.remote.call_now(RemoteCall::new(target, Vec::new()), &self.cx, timeout)?;
        decode(&reply.body)
    }
}
