use super::context::Cx;
use super::permissions::Capability;
use super::services::MissingService;
use crate::error::{Error, Result};
use crate::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use serde_json::Value;

impl Cx {
    /// Calls a tool as the agent does: through the hooks at `tool.before`, the gates and the rest.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [tool])]`. That the tool fails, or a gate denies it, is a
    /// report with `is_error`; an `Err` says that it could not even be asked for, a [`MissingService`] that this host
    /// calls no tools for plugins.
    ///
    /// When nobody waits for the result any more, as the caller's own time is over, the call is given up, and a question
    /// to a human is taken back.
    pub async fn tool(&self, name: impl Into<String>, args: Value) -> Result<ToolReport> {
        let call = ToolCall::new(name, args);
        let deeper = self.deeper(|| format!("the tool `{}` cannot be called", call.tool))?;
        self.demand(Capability::Tool, "calls tools", "tool")?;
        match &self.services().tools {
            Some(tools) => tools.call(call, &deeper).await,
            None => Err(MissingService::tools(&call.tool).into()),
        }
    }

    /// Asks a model as the agent does: through the hooks at `model.before`, `model.wrap` and the rest.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [model])]`. A [`MissingService`] says that this host asks no
    /// models for plugins.
    pub async fn model(&self, request: ModelRequest) -> Result<ModelResponse> {
        let deeper = self.deeper(|| format!("the model `{}` cannot be asked", request.model))?;
        self.demand(Capability::Model, "asks models", "model")?;
        match &self.services().models {
            Some(models) => models.ask(request, &deeper).await,
            None => Err(MissingService::models(&request.model).into()),
        }
    }

    /// Refuses what a plugin does without declaring it; `word` is the capability as `#[plugin]` writes it.
    pub(super) fn demand(&self, capability: Capability, does: &str, word: &str) -> Result<()> {
        if self.permissions().is_none_or(|plugin| plugin.has(capability)) {
            return Ok(());
        }
        Err(Error::msg(format!(
            "`{}` {does} without declaring it; add `capabilities = [{word}]` to its `#[plugin(..)]`",
            self.plugin()
        )))
    }
}
