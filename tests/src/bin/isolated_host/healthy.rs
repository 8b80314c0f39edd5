use hookwire::points::{AgentState, MessageReceived, ToolCall, ToolReport, ToolWrap};
use hookwire::{Cx, Next, Result, plugin};

/// A plugin that does what it should, at points of every kind that those beside it hook as well.
#[derive(Debug, Default)]
pub(super) struct Healthy;

#[plugin(id = "healthy")]
impl Healthy {
    /// Returns the text in capitals.
    #[tool]
    fn loud(&self, text: String) -> String {
        text.to_uppercase()
    }

    #[hook("message.received")]
    fn observe(&self, message: &MessageReceived, cx: &Cx) {
        cx.turn().insert(message.text.len());
    }

    #[hook("agent.before")]
    fn edit(&self, agent: &mut AgentState) {
        agent.system.push_str(" You are in good health.");
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }
}
