//! Sources of tools of plugins that live in another process.

use super::instance::{RemoteCall, RemoteInstance};
use super::target::Target;
use super::unpanicked::unpanicked;
use crate::crossing::RemoteError;
use crate::crossing::{decode, encode};
use crate::cx::Cx;
use crate::error::Result;
use crate::lock::lock;
use crate::plugin::{SourceTool, ToolOutput, ToolSource, ToolSourceDecl};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

const LIST: &str = "list";
const CHANGED: &str = "changed";
const CALL: &str = "call";

/// A source of tools in another process.
pub(super) struct RemoteSource {
    pub(super) remote: Arc<dyn RemoteInstance>,
    pub(super) decl: &'static ToolSourceDecl,
    /// The plugin's context outside of requests.
    pub(super) cx: Cx,
}

impl RemoteSource {
    async fn ask(&self, part: &str, body: Vec<u8>, cx: &Cx) -> Result<Vec<u8>, RemoteError> {
        let (kind, name) = (ToolSourceDecl::KIND.name.into(), self.decl.name.into());
        let target = Target::Part { kind, name, part: part.into() };
        Ok(unpanicked(self.remote.call(RemoteCall::new(target, body), cx, None).await)?.body)
    }
}

impl ToolSource for RemoteSource {
    fn list<'a>(&'a self, cx: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
        async move { Ok(decode(&self.ask(LIST, Vec::new(), cx).await.map_err(RemoteError::into_error)?)?) }
            .boxed()
    }

    fn changed(&self) -> BoxFuture<'_, ()> {
        // A source whose process is gone has another list in the next one: that is a change as well.
        self.ask(CHANGED, Vec::new(), &self.cx).map(drop).boxed()
    }

    fn call<'a>(&'a self, tool: &'a str, args: Value, cx: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>> {
        async move {
            let output = self.ask(CALL, encode(&(tool, args))?, cx).await;
            Ok(decode(&output.map_err(RemoteError::into_error)?)?)
        }
        .boxed()
    }
}

/// The sources of an instance in this process, for callers in another one.
#[derive(Default)]
pub(super) struct ServedSources(Mutex<HashMap<&'static str, Arc<dyn ToolSource>>>);

impl ServedSources {
    pub(super) async fn serve(
        &self,
        decl: &'static ToolSourceDecl,
        part: &str,
        instance: &(dyn Any + Send + Sync),
        body: &[u8],
        cx: &Cx,
    ) -> Result<Vec<u8>, RemoteError> {
        let source = self.source(decl, instance)?;
        match part {
            LIST => encode(&source.list(cx).await.map_err(|error| RemoteError::of(&error))?),
            CHANGED => {
                source.changed().await;
                Ok(Vec::new())
            }
            CALL => {
                let (tool, args): (String, Value) = decode(body)?;
                let called = source.call(&tool, args, cx).await;
                encode(&called.map_err(|error| RemoteError::of(&error))?)
            }
            _ => Err(RemoteError::Protocol { why: format!("a source of tools has no part `{part}`") }),
        }
    }

    fn source(
        &self,
        decl: &'static ToolSourceDecl,
        instance: &(dyn Any + Send + Sync),
    ) -> Result<Arc<dyn ToolSource>, RemoteError> {
        if let Some(source) = lock(&self.0).get(decl.name) {
            return Ok(Arc::clone(source));
        }
        // Without the lock: this is code of the plugin.
        let made = (decl.make)(instance).map_err(|error| RemoteError::of(&error))?;
        Ok(Arc::clone(lock(&self.0).entry(decl.name).or_insert(made)))
    }
}
