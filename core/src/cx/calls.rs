use super::{Capability, Cx, DEPTH, Identity, Scope};
use crate::error::{Error, Result};
use crate::live::{Source, Wiring};
use crate::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use serde_json::Value;
use std::sync::Arc;

impl Cx {
    /// Calls a tool as the agent does: through the hooks at `tool.before`, the gates and the rest.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [tool])]`. That the tool fails, or a gate denies it, is a
    /// report with `is_error`; an `Err` says that it could not even be asked for.
    ///
    /// When nobody waits for the result any more, as the caller's own time is over, the call is given up, and a question
    /// to a human is taken back.
    pub async fn tool(&self, name: impl Into<String>, args: Value) -> Result<ToolReport> {
        let call = ToolCall::new(name, args);
        let deeper = self.deeper(|| format!("the tool `{}` cannot be called", call.tool))?;
        self.demand(Capability::Tool, "calls tools", "tool")?;
        self.scope.services.tool(call, &deeper).await
    }

    /// Asks a model as the agent does: through the hooks at `model.before`, `model.wrap` and the rest.
    ///
    /// The plugin declares it with `#[plugin(capabilities = [model])]`.
    pub async fn model(&self, request: ModelRequest) -> Result<ModelResponse> {
        let deeper = self.deeper(|| format!("the model `{}` cannot be asked", request.model))?;
        self.demand(Capability::Model, "asks models", "model")?;
        self.scope.services.model(request, &deeper).await
    }

    /// Makes the context of work inside this one, for the host: a member's, a tool call's.
    ///
    /// It has the cancellation, the trace and the services of this one, and is one deeper; an agent that delegates to
    /// itself for ever is stopped here.
    pub fn child(&self, identity: Identity, wiring: Wiring) -> Result<Self> {
        let deeper = self.deeper(|| format!("the agent `{}` cannot begin", identity.agent))?;
        let Scope { services, cancel, trace, .. } = &*self.scope;
        let scope = Scope {
            identity,
            source: Source::Fixed(wiring),
            services: Arc::clone(services),
            cancel: cancel.clone(),
            trace: trace.clone(),
        };
        Ok(Self { scope: Arc::new(scope), owner: None, depth: deeper.depth })
    }

    /// Returns the chains of the request, or of the moment outside of one; `None` before all plugins have started.
    pub fn wired(&self) -> Option<Wiring> {
        self.scope.source.wiring()
    }

    /// Makes sure that there is room for one more inside this one.
    pub(super) fn deeper(&self, refusal: impl FnOnce() -> String) -> Result<Self> {
        if self.depth >= DEPTH {
            let what = refusal();
            return Err(Error::msg(format!(
                "{what}: hooks, tools and agents are {DEPTH} deep in each other, one of them probably calls itself"
            )));
        }
        let mut cx = self.clone();
        cx.descend();
        Ok(cx)
    }

    fn demand(&self, capability: Capability, does: &str, word: &str) -> Result<()> {
        if self.owner.is_none_or(|owner| owner.has(capability)) {
            return Ok(());
        }
        Err(Error::msg(format!(
            "`{}` {does} without declaring it; add `capabilities = [{word}]` to its `#[plugin(..)]`",
            self.plugin()
        )))
    }
}
