//! What plugins ask of the host: tools and models, through all that an agent's own calls go through.

use super::{AgentRun, Stop};
use hookwire::Result;
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use tracing::Instrument;
use uuid::Uuid;

impl AgentRun {
    /// Makes a tool call for a plugin.
    ///
    /// On a task of its own: if the plugin does not wait for it any more, the call still gets its result, and a human
    /// who is asked is told.
    pub(crate) async fn call_for_plugin(self, mut call: ToolCall) -> Result<ToolReport> {
        // With an id that comes again, a call would find the answer to a question about another one.
        call.id = format!("plugin_{}", Uuid::now_v7().simple());
        let (open, _waits) = self.shared.inside.enter(&call.id, self.inside.as_ref(), &self.left);
        let made = async move {
            let _open = open;
            self.call_within(call).await
        };
        Ok(tokio::spawn(made.in_current_span()).await??)
    }

    async fn call_within(&self, call: ToolCall) -> Result<ToolReport, Stop> {
        let offer = self.offer(&[]).await?;
        if self.left.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        let trace = self.call(call, &offer).await;
        self.shared.made().push(trace.clone());
        Ok(trace.report)
    }

    /// Asks a model for a plugin, which is one of the turn's steps.
    pub(crate) async fn respond_to_plugin(&self, mut request: ModelRequest) -> Result<ModelResponse, Stop> {
        self.shared.budget.step()?;
        if request.model.is_empty() {
            request.model.clone_from(&self.profile.model);
        }
        self.respond(request).await
    }
}
