//! Models of plugins that live in another process.

use super::driven::driven;
use super::instance::{RemoteCall, RemoteInstance, RemoteReply};
use super::target::Target;
use super::unpanicked::unpanicked;
use crate::crossing::RemoteError;
use crate::crossing::{decode, encode};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::lock::lock;
use crate::model::{Model, ModelError, Piece};
use crate::plugin::ModelDecl;
use crate::points::{ModelRequest, ModelResponse};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

const OPEN: &str = "open";
const STREAM: &str = "stream";
const COMPLETE: &str = "complete";

fn target(decl: &ModelDecl, part: &str) -> Target {
    Target::Part { kind: ModelDecl::KIND.name.into(), name: decl.name.into(), part: part.into() }
}

/// A model of a plugin in another process, which has it open by its name.
pub(super) struct RemoteModel {
    remote: Arc<dyn RemoteInstance>,
    decl: &'static ModelDecl,
    name: String,
}

/// A request to a model, by the name under which it was opened.
#[derive(Serialize, Deserialize)]
struct Asked<R> {
    model: String,
    request: R,
}

impl RemoteModel {
    pub(super) async fn open(
        remote: Arc<dyn RemoteInstance>,
        decl: &'static ModelDecl,
        name: &str,
        cx: &Cx,
    ) -> Result<Arc<dyn Model>> {
        let opened = remote.call(RemoteCall::new(target(decl, OPEN), encode(name)?), cx, None).await;
        unpanicked(opened).map_err(RemoteError::into_error)?;
        Ok(Arc::new(Self { remote, decl, name: name.to_owned() }))
    }

    async fn ask(&self, part: &str, request: &ModelRequest, cx: &Cx) -> Result<RemoteReply, RemoteError> {
        let body = encode(&Asked { model: self.name.clone(), request })?;
        self.remote.call(RemoteCall::new(target(self.decl, part), body), cx, None).await
    }
}

impl Model for RemoteModel {
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>> {
        let begun = async move {
            let reply = match self.ask(STREAM, request, cx).await {
                Ok(reply) => reply.stream.unwrap_or_else(|| stream::empty().boxed()),
                Err(error) => stream::iter([Err(error)]).boxed(),
            };
            reply.map(|piece| {
                piece.and_then(|piece| decode(&piece)).unwrap_or_else(|error| Err(failed(error)))
            })
        };
        begun.into_stream().flatten().boxed()
    }

    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<ModelResponse, ModelError>> {
        async move {
            let answer = self.ask(COMPLETE, request, cx).await.and_then(|reply| decode(&reply.body));
            answer.unwrap_or_else(|error| Err(failed(error)))
        }
        .boxed()
    }
}

/// What the process lost is asked for again, as an answer that was cut.
fn failed(error: RemoteError) -> ModelError {
    match error {
        RemoteError::Lost { .. } => ModelError::Unavailable(error.to_string().into()),
        error => ModelError::Malformed(error.to_string()),
    }
}

/// The models that an instance in this process has opened for callers in another one.
#[derive(Default)]
pub(super) struct OpenModels(Mutex<HashMap<ModelName, Arc<dyn Model>>>);

/// A provider, and the name of a model of it.
type ModelName = (&'static str, String);

impl OpenModels {
    pub(super) async fn serve(
        &self,
        decl: &'static ModelDecl,
        part: &str,
        instance: &(dyn Any + Send + Sync),
        call: RemoteCall,
        cx: &Cx,
    ) -> Result<RemoteReply, RemoteError> {
        if part == OPEN {
            let name: String = decode(&call.body)?;
            self.open(decl, &name, instance, cx).await?;
            return Ok(Vec::new().into());
        }
        let Asked { model, request } = decode::<Asked<ModelRequest>>(&call.body)?;
        let known = lock(&self.0).get(&(decl.name, model.clone())).cloned();
        let model = match known {
            Some(model) => model,
            // The process that had opened it is gone.
            None => self.open(decl, &model, instance, cx).await?,
        };
        match part {
            COMPLETE => Ok(encode(&model.complete(&request, cx).await)?.into()),
            STREAM => Ok(RemoteReply { body: Vec::new(), stream: Some(answer(model, request, cx.clone())) }),
            _ => Err(RemoteError::Protocol { why: format!("a model has no part `{part}`") }),
        }
    }

    async fn open(
        &self,
        decl: &'static ModelDecl,
        name: &str,
        instance: &(dyn Any + Send + Sync),
        cx: &Cx,
    ) -> Result<Arc<dyn Model>, RemoteError> {
        let model = (decl.open)(instance, name, cx).await.map_err(|error: Error| RemoteError::of(&error))?;
        let old = lock(&self.0).insert((decl.name, name.to_owned()), Arc::clone(&model));
        // Behind the lock, as its drop is code of the plugin.
        drop(old);
        Ok(model)
    }
}

fn answer(model: Arc<dyn Model>, request: ModelRequest, cx: Cx) -> super::ByteStream {
    driven(|pieces| async move {
        let mut answer = model.stream(&request, &cx);
        while let Some(piece) = answer.next().await {
            if pieces.send(encode(&piece)).await.is_err() {
                return;
            }
        }
    })
}
