//! One request to the model inside all hooks.

use super::agent_run::AgentRun;
use super::model_error::AskError;
use super::stop::Stop;
use super::streamed_text::StreamedText;
use futures_util::future::BoxFuture;
use hookwire::chain::Refused;
use hookwire::points::{ModelAfter, ModelBefore, ModelRequest, ModelResponse, ModelWrap};

impl AgentRun {
    /// Passes a request through the hooks and has a model answer it.
    pub(super) async fn call_model(&self, mut request: ModelRequest) -> Result<ModelResponse, Stop> {
        self.wiring.fire::<ModelBefore>(&mut request, &self.cx).await?;
        self.turn.stay_if_written_off().await;
        let streamed = StreamedText::default();
        let mut response = self.call_wrapped(request, &streamed).await?;
        if streamed.is_empty() && !response.message.text.is_empty() {
            // A hook answered in the model's place; its answer passes the delta hooks like the model's.
            if self.push_delta(response.message.text.clone(), false, &streamed)?.is_some() {
                response.message.calls.clear();
            } else {
                self.push_delta(String::new(), true, &streamed)?;
            }
            response.message.text = streamed.text();
        }
        self.wiring.fire::<ModelAfter>(&mut response, &self.cx).await?;
        self.show_final(&response.message.text, &streamed);
        Ok(response)
    }

    async fn call_wrapped(
        &self,
        request: ModelRequest,
        streamed: &StreamedText,
    ) -> Result<ModelResponse, Stop> {
        let call = |request| -> BoxFuture<'_, hookwire::Result<ModelResponse>> {
            Box::pin(async move { Ok(self.call_with_fallback(request, streamed).await?) })
        };
        let answer = self.wiring.wrap::<ModelWrap>(request, &self.cx, &call);
        let answered = tokio::select! {
            biased;
            stop = self.stopped() => return Err(stop),
            answered = answer => answered,
        };
        answered.map_err(|error| {
            let refused = error.downcast_ref::<Refused>().is_some()
                || matches!(error.downcast_ref(), Some(AskError::Stopped(Stop::Refused(_))));
            if refused { Stop::Refused(error.to_string()) } else { Stop::Failed(error.to_string()) }
        })
    }
}
