use hookwire_text::suggest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// A built-in hook point; a test holds this table against the catalogue of the core crate.
pub(crate) struct BuiltIn {
    pub(crate) name: &'static str,
    pub(crate) point: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) event: &'static str,
    pub(crate) sync: bool,
}

const fn built_in(
    name: &'static str,
    point: &'static str,
    kind: &'static str,
    event: &'static str,
) -> BuiltIn {
    BuiltIn { name, point, kind, event, sync: false }
}

const POINTS: &[BuiltIn] = &[
    built_in("host.start", "HostStart", "observe", "HostStart"),
    built_in("host.stop", "HostStop", "observe", "HostStop"),
    built_in("inbound.received", "InboundReceived", "edit", "Inbound"),
    built_in("request.intercept", "RequestIntercept", "answer", "Request"),
    built_in("request.start", "RequestStart", "observe", "Request"),
    built_in("request.end", "RequestEnd", "observe", "RequestEnd"),
    built_in("session.start", "SessionStart", "observe", "SessionStart"),
    built_in("session.end", "SessionEnd", "observe", "SessionEnd"),
    built_in("message.received", "MessageReceived", "observe", "MessageReceived"),
    built_in("message.sent", "MessageSent", "observe", "MessageSent"),
    built_in("attachment.describe", "AttachmentDescribe", "collect", "Attachments"),
    built_in("context.provide", "ContextProvide", "collect", "Context"),
    built_in("agent.before", "AgentBefore", "edit", "AgentState"),
    built_in("agent.after", "AgentAfter", "edit", "Message"),
    built_in("model.before", "ModelBefore", "edit", "ModelRequest"),
    built_in("model.wrap", "ModelWrap", "wrap", "ModelRequest"),
    BuiltIn { name: "model.delta", point: "ModelDelta", kind: "edit", event: "Delta", sync: true },
    built_in("model.thinking", "ModelThinking", "observe", "ModelThinking"),
    built_in("model.after", "ModelAfter", "edit", "ModelResponse"),
    built_in("model.rate_limit", "ModelRateLimit", "observe", "ModelRateLimit"),
    built_in("model.retry", "ModelRetry", "observe", "ModelRetry"),
    built_in("model.fallback", "ModelFallback", "observe", "ModelFallback"),
    built_in("model.exhausted", "ModelExhausted", "observe", "ModelExhausted"),
    built_in("model.usage", "ModelUsage", "observe", "ModelUsage"),
    built_in("tool.select", "ToolSelect", "edit", "ToolOffer"),
    built_in("tool.before", "ToolBefore", "edit", "ToolCall"),
    built_in("tool.gate", "ToolGate", "gate", "ToolCall"),
    built_in("tool.wrap", "ToolWrap", "wrap", "ToolCall"),
    built_in("tool.after", "ToolAfter", "edit", "ToolReport"),
    built_in("approval.requested", "ApprovalRequested", "observe", "ApprovalRequested"),
    built_in("approval.resolved", "ApprovalResolved", "observe", "ApprovalResolved"),
    built_in("answer.review", "AnswerReview", "edit", "Review"),
    built_in("turn.persisted", "TurnPersisted", "observe", "TurnPersisted"),
    built_in("turn.complete", "TurnComplete", "observe", "TurnComplete"),
    built_in("summary.updated", "SummaryUpdated", "observe", "SummaryUpdated"),
    built_in("subagent.start", "SubagentStart", "observe", "SubagentStart"),
    built_in("subagent.end", "SubagentEnd", "observe", "SubagentEnd"),
    built_in("schedule.created", "ScheduleCreated", "observe", "ScheduleCreated"),
    built_in("schedule.fired", "ScheduleFired", "observe", "ScheduleFired"),
    built_in("schedule.cancelled", "ScheduleCancelled", "observe", "ScheduleCancelled"),
    built_in("plugin.fault", "PluginFault", "observe", "Fault"),
];

/// Returns the built-in point of a name.
pub(crate) fn find(name: &str) -> Option<&'static BuiltIn> {
    POINTS.iter().find(|point| point.name == name)
}

/// Says that there is no such point, which one was probably meant, and which there are.
pub(crate) fn unknown(name: &str) -> String {
    let near = suggest::did_you_mean(name, POINTS.iter().map(|point| point.name));
    format!(
        "there is no built-in hook point `{name}`{near}\n\n\
         there are: {}\n\
         a hook point of another crate is named by its path: #[hook(its_crate::ItsPoint)]",
        listing()
    )
}

fn listing() -> String {
    let mut text = String::new();
    let mut width = 0;
    for BuiltIn { name, .. } in POINTS {
        if width + name.len() > 88 {
            text.push_str("\n           ");
            width = 0;
        }
        text.push_str(name);
        text.push(' ');
        width += name.len() + 1;
    }
    text.trim_end().to_owned()
}

/// Writes the table as an array of `(name, point, kind, event, sync)`.
pub(crate) fn as_array() -> TokenStream {
    let rows = POINTS
        .iter()
        .map(|BuiltIn { name, point, kind, event, sync }| quote!((#name, #point, #kind, #event, #sync)));
    quote!([#(#rows),*])
}

impl BuiltIn {
    pub(crate) fn ident(&self, span: Span) -> Ident {
        Ident::new(self.point, span)
    }
}
