use super::instance::{RemoteCall, RemoteNext, RemoteReply};
use super::models::OpenModels;
use super::point::{RemotePoint, ServedHook, served_hook};
use super::sources::ServedSources;
use super::target::Target;
use crate::config::Section;
use crate::crossing::RemoteError;
use crate::crossing::encode;
use crate::cx::Cx;
use crate::error::Error;
use crate::panic::message;
#[cfg(feature = "routes")]
use crate::plugin::RoutesDecl;
use crate::plugin::{Contribution, InitError, Instance, Manifest, ModelDecl, ToolDecl, ToolSourceDecl};
use crate::point::catalogue;
use futures_util::FutureExt;
use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;

/// An instance of a plugin in this process, for callers in another one.
///
/// Its code is called as it is, but that a panic is an error: time-outs and what follows from a failure are the caller's.
pub struct ServedInstance {
    manifest: &'static Manifest,
    instance: Instance,
    /// The hooks, as in the manifest; `None` for one whose point the feature `remote` knows nothing of.
    hooks: Vec<Option<Box<dyn ServedHook>>>,
    models: OpenModels,
    sources: ServedSources,
}

impl ServedInstance {
    /// Makes an instance: runs the plugin's `#[init]`.
    pub async fn init(manifest: &'static Manifest, section: Section, cx: &Cx) -> Result<Self, InitError> {
        let cx = cx.for_plugin(&manifest.permissions);
        let init = async move { (manifest.lifecycle.init)(section, cx).await };
        let instance = match contained(init).await {
            Ok(made) => made?,
            Err(panicked) => return Err(InitError::Failed(panicked.into())),
        };
        let hooks = manifest.hooks.iter().map(|decl| served_hook(decl, &instance, manifest)).collect();
        let (models, sources) = Default::default();
        Ok(Self { manifest, instance, hooks, models, sources })
    }

    /// Returns the plugin's manifest.
    pub fn manifest(&self) -> &'static Manifest {
        self.manifest
    }

    /// Calls code of the plugin.
    pub async fn call(
        &self,
        call: RemoteCall,
        cx: &Cx,
        next: Option<&dyn RemoteNext>,
    ) -> Result<RemoteReply, RemoteError> {
        let body = match call.target {
            Target::Hook(position) => self.hook(position, &call.body, cx, next).await?,
            Target::Start => self.step(self.manifest.lifecycle.start, cx).await?,
            Target::Stop => self.step(self.manifest.lifecycle.stop, cx).await?,
            Target::Contribution { ref kind, ref name } => {
                self.contribution(kind, name, &call.body, cx).await?
            }
            Target::Part { ref kind, ref name, ref part } => {
                let (found, part) = (self.find(kind, name), part.clone());
                let found = found.ok_or_else(|| self.missing(kind, name))?;
                let cx = cx.for_plugin(&self.manifest.permissions);
                return contained(self.part(found, &part, call, &cx)).await?;
            }
            Target::Fire { .. } => return Err(unknown(&call.target)),
        };
        Ok(body.into())
    }

    async fn hook(
        &self,
        position: u32,
        body: &[u8],
        cx: &Cx,
        next: Option<&dyn RemoteNext>,
    ) -> Result<Vec<u8>, RemoteError> {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        let Some(Some(hook)) = self.hooks.get(position) else {
            return Err(unknown(&Target::Hook(u32::try_from(position).unwrap_or(u32::MAX))));
        };
        // The caller, whose context this is, has counted the hook already.
        contained(hook.call(body, &cx.ascended(), next)).await?
    }

    async fn step(&self, step: Option<Step>, cx: &Cx) -> Result<Vec<u8>, RemoteError> {
        if let Some(step) = step {
            let cx = cx.for_plugin(&self.manifest.permissions);
            let ended = contained(async { step(&*self.instance, &cx).await }).await?;
            ended.map_err(|error| RemoteError::of(&error))?;
        }
        Ok(Vec::new())
    }

    async fn contribution(
        &self,
        kind: &str,
        name: &str,
        body: &[u8],
        cx: &Cx,
    ) -> Result<Vec<u8>, RemoteError> {
        let served = self.find(kind, name).and_then(Contribution::served);
        let served = served.ok_or_else(|| self.missing(kind, name))?;
        let cx = cx.for_plugin(&self.manifest.permissions);
        contained(served.serve(&*self.instance, body, &cx)).await?
    }

    /// Calls something of a contribution beside the contribution itself.
    async fn part(
        &self,
        of: &'static dyn Contribution,
        part: &str,
        call: RemoteCall,
        cx: &Cx,
    ) -> Result<RemoteReply, RemoteError> {
        let instance = &*self.instance;
        if let Some(decl) = of.as_kind::<ModelDecl>() {
            return self.models.serve(decl, part, instance, call, cx).await;
        }
        if let Some(decl) = of.as_kind::<ToolSourceDecl>() {
            return Ok(self.sources.serve(decl, part, instance, &call.body, cx).await?.into());
        }
        #[cfg(feature = "routes")]
        if let Some(decl) = of.as_kind::<RoutesDecl>() {
            return super::routes::serve(decl, part, instance, call, cx).await;
        }
        match (of.as_kind::<ToolDecl>().and_then(|tool| tool.available), part) {
            (Some(available), ToolDecl::AVAILABLE) => Ok(encode(&available(instance))?.into()),
            _ => Err(self.missing(of.kind().name, &format!("{}.{part}", of.name()))),
        }
    }

    fn find(&self, kind: &str, name: &str) -> Option<&'static dyn Contribution> {
        let mut all = self.manifest.contributions.iter().copied();
        all.find(|it| it.kind().name == kind && it.name() == name)
    }

    fn missing(&self, kind: &str, name: &str) -> RemoteError {
        RemoteError::Protocol { why: format!("`{}` brings no {kind} `{name}`", self.manifest.id) }
    }
}

type Step = for<'a> fn(
    &'a (dyn std::any::Any + Send + Sync),
    &'a Cx,
) -> futures_util::future::BoxFuture<'a, crate::Result<()>>;

/// Fires a point of the host for a plugin in another process, whose context this is.
pub async fn fire_for(
    call: RemoteCall,
    cx: &Cx,
    next: Option<&dyn RemoteNext>,
) -> Result<RemoteReply, RemoteError> {
    let Target::Fire { point, package } = &call.target else { return Err(unknown(&call.target)) };
    let found = catalogue().into_iter().find(|it| it.name == point && it.package == package);
    let found = found.filter(|it| !it.sync).and_then(RemotePoint::of);
    let found = found
        .ok_or_else(|| RemoteError::of(&Error::msg(format!("`{point}` cannot be fired from a worker"))))?;
    Ok((found.fire)(&call.body, cx, next).await?.into())
}

/// Runs code of a plugin; a panic, in its drop as well, is an error.
async fn contained<T>(code: impl Future<Output = T> + Send) -> Result<T, RemoteError> {
    let ended = AssertUnwindSafe(code).catch_unwind().await;
    ended.map_err(|payload| RemoteError::Panicked { message: message(payload) })
}

fn unknown(target: &Target) -> RemoteError {
    RemoteError::Protocol { why: format!("nothing here is {target:?}") }
}

impl fmt::Debug for ServedInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServedInstance({})", self.manifest.id)
    }
}
