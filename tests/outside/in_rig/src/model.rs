use crate::{DEFAULT_MODEL, Hooks, request, response};
use futures::FutureExt;
use futures::future::BoxFuture;
use futures::lock::Mutex;
use hookwire::points::{ModelAfter, ModelBefore, ModelRequest, ModelResponse, ModelWrap};
use hookwire::{Error, Result};
use rig_core::DynModel;
use rig_core::completion::{CompletionRequest, CompletionResponse};
use rig_core::effect::{EffectKind, HandlerDescriptor, Outcome, family};
use rig_core::error::{ErrorKind, ErrorReport, ProviderError};
use rig_core::operation::Completion;
use rig_core::serve::adapters::ModelAdapter;
use rig_core::serve::{Dispatch, Reply, Serve};

/// A model on an agent's bus that is asked through the hooks.
pub(crate) struct HookedModel {
    hooks: Hooks,
    model: DynModel<Completion>,
    /// What rig would put on the bus: it knows how to describe the model.
    plain: ModelAdapter<Completion>,
}

impl HookedModel {
    pub(crate) fn new(hooks: Hooks, model: DynModel<Completion>) -> Self {
        let plain = ModelAdapter::new(DEFAULT_MODEL, model.clone());
        Self { hooks, model, plain }
    }

    async fn complete(&self, given: CompletionRequest) -> Result<CompletionResponse> {
        let Hooks { wiring, cx, .. } = &self.hooks;
        let name = self.model.id().unwrap_or(self.model.name());
        let before = request::from_rig(&given, name);
        let mut wanted = before.clone();
        wiring.fire::<ModelBefore>(&mut wanted, cx).await?;
        let last = Mutex::new(None);
        let ask = |wanted: ModelRequest| -> BoxFuture<'_, Result<ModelResponse>> {
            async {
                let asked = request::to_rig(given.clone(), &before, wanted)?;
                let answer = self.model.call(asked).await?;
                let response = response::from_rig(&answer);
                *last.lock().await = Some(answer);
                Ok(response)
            }
            .boxed()
        };
        let mut response = wiring.wrap::<ModelWrap>(wanted, cx, &ask).await?;
        wiring.fire::<ModelAfter>(&mut response, cx).await?;
        response::to_rig(last.into_inner(), response, name)
    }
}

impl Serve for HookedModel {
    type Family = family::Completion;

    fn descriptor(&self) -> HandlerDescriptor {
        self.plain.descriptor()
    }

    async fn serve(&self, kind: EffectKind, dispatch: Dispatch) -> Reply {
        match kind {
            EffectKind::Completion { request, .. } => {
                let answer = self.complete(request).await;
                self.hooks.plugins.flush_faults().await;
                Reply::Outcome(answer.map(Outcome::Completion).map_err(|error| report(&error)))
            }
            // It answers that it serves no such effect.
            other => self.plain.serve(other, dispatch).await,
        }
    }
}

/// Returns the provider's own error, with which rig decides about another attempt, or that of a hook.
fn report(error: &Error) -> ErrorReport {
    match error.downcast_ref::<ProviderError>() {
        Some(error) => error.report(),
        None => ErrorReport::new(ErrorKind::Denied, error.to_string()),
    }
}
