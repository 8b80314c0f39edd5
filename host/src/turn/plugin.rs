//! What plugins ask of the host: tools and models, through all that an agent's own calls go through.

use super::{Stop, Work};
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use uuid::Uuid;

impl Work {
    /// Makes a tool call for a plugin.
    pub(crate) async fn call_for_plugin(&self, mut call: ToolCall) -> Result<ToolReport, Stop> {
        // With an id that comes again, a call would find the answer to a question about another one.
        call.id = format!("plugin_{}", Uuid::now_v7().simple());
        let offer = self.offer(&[]).await?;
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
