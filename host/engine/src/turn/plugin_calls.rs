//! Tool and model calls of plugins, through everything that an agent's own calls go through.

use super::agent_run::AgentRun;
use super::stop::Stop;
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use hookwire::{Error, Result};
use tokio::sync::oneshot;
use tracing::Instrument;
use uuid::Uuid;

impl AgentRun {
    /// Makes a tool call for a plugin.
    ///
    /// It runs on a task of its own: if the plugin is gone, the call still gets its result, and a human who was asked is
    /// told.
    pub(super) async fn call_for_plugin(self, mut call: ToolCall) -> Result<ToolReport> {
        // With an id that comes again, a call would find the answer to an approval of another one.
        call.id = format!("plugin_{}", Uuid::now_v7().simple());
        let calls = self.turn.nested_calls();
        let (open, _caller) = calls.enter(&call.id, self.outer_call.as_ref(), &self.caller_gone);
        let work = self.state.watched().clone();
        let made = async move {
            let _open = open;
            self.call_nested(call).await
        };
        let (tell, told) = oneshot::channel();
        let watched = work.watch(made, move |overrun| _ = tell.send(overrun.to_string()));
        tokio::select! {
            biased;
            Ok(why) = told => Err(Error::msg(format!("the call was given up: {why}"))),
            made = tokio::spawn(watched.in_current_span()) => {
                Ok(made?.ok_or_else(|| Error::msg("the call was given up"))??)
            }
        }
    }

    async fn call_nested(&self, call: ToolCall) -> Result<ToolReport, Stop> {
        let offer = self.offer(&[]).await?;
        if self.caller_gone.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        let trace = self.call_tool(call, &offer).await;
        self.turn.add_tool_traces([trace.clone()]);
        Ok(trace.report)
    }

    /// Calls a model for a plugin, which takes one of the turn's steps.
    pub(super) async fn call_model_for_plugin(
        &self,
        mut request: ModelRequest,
    ) -> Result<ModelResponse, Stop> {
        self.turn.budget().take_step()?;
        if request.model.is_empty() {
            request.model.clone_from(&self.config.model);
        }
        self.call_model(request).await
    }
}
