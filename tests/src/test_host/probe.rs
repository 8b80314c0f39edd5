use super::log::{Config, Log};
use hookwire::chain::Fault;
use hookwire::points::{
    AgentAfter, AgentBefore, AgentState, AnswerReview, ApprovalRequested, ApprovalResolved,
    AttachmentDescribe, Attachments, Context, ContextProvide, Delta, HostStart, HostStop, Inbound,
    InboundReceived, Message, MessageReceived, MessageSent, ModelAfter, ModelBefore, ModelDelta,
    ModelExhausted, ModelFallback, ModelRateLimit, ModelRequest, ModelResponse, ModelRetry, ModelThinking,
    ModelUsage, ModelWrap, Request, RequestEnd, RequestIntercept, Review, ScheduleCancelled, ScheduleCreated,
    ScheduleFired, SessionEnd, SessionStart, SubagentEnd, SubagentStart, SummaryUpdated, ToolAfter,
    ToolBefore, ToolCall, ToolGate, ToolOffer, ToolReport, ToolSelect, ToolWrap, TurnComplete, TurnPersisted,
};
use hookwire::{Cx, Next, Reply, Result, Verdict, plugin};
use std::sync::Arc;

/// Hooks every built-in point, writes down what it sees, and does as the test says.
#[derive(Debug)]
pub struct Probe(Arc<Log>, String);

macro_rules! observing {
    ($self:ident, $event:ident, $cx:ident, $point:literal) => {
        $self.0.write($point, $event, $cx)
    };
}

macro_rules! editing {
    ($self:ident, $event:ident, $cx:ident, $point:ty) => {{
        $self.0.write(<$point as hookwire::HookPoint>::INFO.name, $event, $cx);
        $self.0.probe_hooks.edit::<$point>($event, $cx)
    }};
}

#[plugin(id = "probe")]
impl Probe {
    #[init]
    fn new(config: Config) -> Self {
        Self(Log::of(&config), config.asks)
    }

    #[hook("host.start")]
    fn host_start(&self, event: &HostStart, cx: &Cx) {
        observing!(self, event, cx, "host.start");
    }

    #[hook("host.stop")]
    fn host_stop(&self, event: &HostStop, cx: &Cx) {
        observing!(self, event, cx, "host.stop");
    }

    #[hook("plugin.fault")]
    fn plugin_fault(&self, event: &Fault, cx: &Cx) {
        observing!(self, event, cx, "plugin.fault");
    }

    #[hook("inbound.received")]
    fn inbound(&self, event: &mut Inbound, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, InboundReceived)
    }

    #[hook("request.intercept")]
    fn intercept(&self, event: &Request, cx: &Cx) -> Option<Reply> {
        observing!(self, event, cx, "request.intercept");
        self.0.probe_hooks.answer::<RequestIntercept>(event, cx)
    }

    #[hook("request.start")]
    fn request_start(&self, event: &Request, cx: &Cx) {
        observing!(self, event, cx, "request.start");
    }

    #[hook("request.end")]
    fn request_end(&self, event: &RequestEnd, cx: &Cx) {
        observing!(self, event, cx, "request.end");
    }

    #[hook("session.start")]
    fn session_start(&self, event: &SessionStart, cx: &Cx) {
        observing!(self, event, cx, "session.start");
    }

    #[hook("session.end")]
    fn session_end(&self, event: &SessionEnd, cx: &Cx) {
        observing!(self, event, cx, "session.end");
    }

    #[hook("message.received")]
    fn message_received(&self, event: &MessageReceived, cx: &Cx) {
        observing!(self, event, cx, "message.received");
    }

    #[hook("message.sent")]
    fn message_sent(&self, event: &MessageSent, cx: &Cx) {
        observing!(self, event, cx, "message.sent");
    }

    #[hook("attachment.describe")]
    fn attachment(&self, event: &Attachments, cx: &Cx) -> Vec<String> {
        observing!(self, event, cx, "attachment.describe");
        self.0.probe_hooks.collect::<AttachmentDescribe>(event, cx)
    }

    #[hook("context.provide")]
    fn context(&self, event: &Context, cx: &Cx) -> Vec<Message> {
        observing!(self, event, cx, "context.provide");
        self.0.probe_hooks.collect::<ContextProvide>(event, cx)
    }

    #[hook("agent.before")]
    fn agent_before(&self, event: &mut AgentState, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, AgentBefore)
    }

    #[hook("agent.after")]
    fn agent_after(&self, event: &mut Message, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, AgentAfter)
    }

    #[hook("answer.review")]
    fn answer_review(&self, event: &mut Review, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, AnswerReview)
    }

    #[hook("model.before")]
    fn model_before(&self, event: &mut ModelRequest, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, ModelBefore)
    }

    #[hook("model.wrap")]
    async fn model_wrap(
        &self,
        request: ModelRequest,
        next: Next<'_, ModelWrap>,
        cx: &Cx,
    ) -> Result<ModelResponse> {
        self.0.write("model.wrap", &request, cx);
        self.0.probe_hooks.wrap(request, next).await
    }

    #[hook("model.delta")]
    fn model_delta(&self, event: &mut Delta, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, ModelDelta)
    }

    #[hook("model.thinking")]
    fn model_thinking(&self, event: &mut ModelThinking, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, ModelThinking)
    }

    #[hook("model.after")]
    fn model_after(&self, event: &mut ModelResponse, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, ModelAfter)
    }

    #[hook("model.rate_limit")]
    fn model_rate_limit(&self, event: &ModelRateLimit, cx: &Cx) {
        observing!(self, event, cx, "model.rate_limit");
    }

    #[hook("model.retry")]
    fn model_retry(&self, event: &ModelRetry, cx: &Cx) {
        observing!(self, event, cx, "model.retry");
    }

    #[hook("model.fallback")]
    fn model_fallback(&self, event: &ModelFallback, cx: &Cx) {
        observing!(self, event, cx, "model.fallback");
    }

    #[hook("model.exhausted")]
    fn model_exhausted(&self, event: &ModelExhausted, cx: &Cx) {
        observing!(self, event, cx, "model.exhausted");
    }

    #[hook("model.usage")]
    fn model_usage(&self, event: &ModelUsage, cx: &Cx) {
        observing!(self, event, cx, "model.usage");
    }

    #[hook("tool.select")]
    fn tool_select(&self, event: &mut ToolOffer, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, ToolSelect)
    }

    #[hook("tool.before")]
    fn tool_before(&self, event: &mut ToolCall, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, ToolBefore)
    }

    #[hook("tool.gate")]
    fn tool_gate(&self, event: &ToolCall, cx: &Cx) -> Verdict {
        observing!(self, event, cx, "tool.gate");
        match self.0.probe_hooks.gate::<ToolGate>(event, cx) {
            Verdict::Allow if !self.1.is_empty() => Verdict::ask(&*self.1),
            verdict => verdict,
        }
    }

    #[hook("tool.wrap")]
    async fn tool_wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>, cx: &Cx) -> Result<ToolReport> {
        self.0.write("tool.wrap", &call, cx);
        self.0.probe_hooks.wrap(call, next).await
    }

    #[hook("tool.after")]
    fn tool_after(&self, event: &mut ToolReport, cx: &Cx) -> Result<()> {
        editing!(self, event, cx, ToolAfter)
    }

    #[hook("approval.requested")]
    fn approval_requested(&self, event: &ApprovalRequested, cx: &Cx) {
        observing!(self, event, cx, "approval.requested");
    }

    #[hook("approval.resolved")]
    fn approval_resolved(&self, event: &ApprovalResolved, cx: &Cx) {
        observing!(self, event, cx, "approval.resolved");
    }

    #[hook("turn.persisted")]
    fn turn_persisted(&self, event: &TurnPersisted, cx: &Cx) {
        observing!(self, event, cx, "turn.persisted");
    }

    #[hook("turn.complete")]
    fn turn_complete(&self, event: &TurnComplete, cx: &Cx) {
        observing!(self, event, cx, "turn.complete");
    }

    #[hook("summary.updated")]
    fn summary_updated(&self, event: &SummaryUpdated, cx: &Cx) {
        observing!(self, event, cx, "summary.updated");
    }

    #[hook("subagent.start")]
    fn subagent_start(&self, event: &SubagentStart, cx: &Cx) {
        observing!(self, event, cx, "subagent.start");
    }

    #[hook("subagent.end")]
    fn subagent_end(&self, event: &SubagentEnd, cx: &Cx) {
        observing!(self, event, cx, "subagent.end");
    }

    #[hook("schedule.created")]
    fn schedule_created(&self, event: &ScheduleCreated, cx: &Cx) {
        observing!(self, event, cx, "schedule.created");
    }

    #[hook("schedule.fired")]
    fn schedule_fired(&self, event: &ScheduleFired, cx: &Cx) {
        observing!(self, event, cx, "schedule.fired");
    }

    #[hook("schedule.cancelled")]
    fn schedule_cancelled(&self, event: &ScheduleCancelled, cx: &Cx) {
        observing!(self, event, cx, "schedule.cancelled");
    }
}
