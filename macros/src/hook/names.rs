use crate::point_kind::PointKind::{self, Answer, Collect, Edit, Gate, Observe, Wrap};
use hookwire_text::suggest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Path;

/// A built-in hook point; a test holds this table against the catalogue of the core crate.
pub(crate) struct BuiltIn {
    pub(crate) name: &'static str,
    pub(crate) point: &'static str,
    pub(crate) kind: PointKind,
    pub(crate) event: &'static str,
    pub(crate) sync: bool,
}

const fn built_in(name: &'static str, point: &'static str, kind: PointKind, event: &'static str) -> BuiltIn {
    BuiltIn { name, point, kind, event, sync: false }
}

const POINTS: &[BuiltIn] = &[
    built_in("host.start", "HostStart", Observe, "HostStart"),
    built_in("host.stop", "HostStop", Observe, "HostStop"),
    built_in("inbound.received", "InboundReceived", Edit, "Inbound"),
    built_in("request.intercept", "RequestIntercept", Answer, "Request"),
    built_in("request.start", "RequestStart", Observe, "Request"),
    built_in("request.end", "RequestEnd", Observe, "RequestEnd"),
    built_in("session.start", "SessionStart", Observe, "SessionStart"),
    built_in("session.end", "SessionEnd", Observe, "SessionEnd"),
    built_in("message.received", "MessageReceived", Observe, "MessageReceived"),
    built_in("message.sent", "MessageSent", Observe, "MessageSent"),
    built_in("attachment.describe", "AttachmentDescribe", Collect, "Attachments"),
    built_in("context.provide", "ContextProvide", Collect, "Context"),
    built_in("agent.before", "AgentBefore", Edit, "AgentState"),
    built_in("agent.after", "AgentAfter", Edit, "Message"),
    built_in("model.before", "ModelBefore", Edit, "ModelRequest"),
    built_in("model.wrap", "ModelWrap", Wrap, "ModelRequest"),
    BuiltIn { name: "model.delta", point: "ModelDelta", kind: Edit, event: "Delta", sync: true },
    BuiltIn {
        name: "model.thinking",
        point: "ModelThinking",
        kind: Edit,
        event: "ModelThinking",
        sync: true,
    },
    built_in("model.after", "ModelAfter", Edit, "ModelResponse"),
    built_in("model.rate_limit", "ModelRateLimit", Observe, "ModelRateLimit"),
    built_in("model.retry", "ModelRetry", Observe, "ModelRetry"),
    built_in("model.fallback", "ModelFallback", Observe, "ModelFallback"),
    built_in("model.exhausted", "ModelExhausted", Observe, "ModelExhausted"),
    built_in("model.usage", "ModelUsage", Observe, "ModelUsage"),
    built_in("tool.select", "ToolSelect", Edit, "ToolOffer"),
    built_in("tool.before", "ToolBefore", Edit, "ToolCall"),
    built_in("tool.gate", "ToolGate", Gate, "ToolCall"),
    built_in("tool.wrap", "ToolWrap", Wrap, "ToolCall"),
    built_in("tool.after", "ToolAfter", Edit, "ToolReport"),
    built_in("approval.requested", "ApprovalRequested", Observe, "ApprovalRequested"),
    built_in("approval.resolved", "ApprovalResolved", Observe, "ApprovalResolved"),
    built_in("answer.review", "AnswerReview", Edit, "Review"),
    built_in("turn.persisted", "TurnPersisted", Observe, "TurnPersisted"),
    built_in("turn.complete", "TurnComplete", Observe, "TurnComplete"),
    built_in("summary.updated", "SummaryUpdated", Observe, "SummaryUpdated"),
    built_in("subagent.start", "SubagentStart", Observe, "SubagentStart"),
    built_in("subagent.end", "SubagentEnd", Observe, "SubagentEnd"),
    built_in("schedule.created", "ScheduleCreated", Observe, "ScheduleCreated"),
    built_in("schedule.fired", "ScheduleFired", Observe, "ScheduleFired"),
    built_in("schedule.cancelled", "ScheduleCancelled", Observe, "ScheduleCancelled"),
    built_in("plugin.fault", "PluginFault", Observe, "Fault"),
];

/// Returns the built-in point of a name.
pub(crate) fn find(name: &str) -> Option<&'static BuiltIn> {
    POINTS.iter().find(|point| point.name == name)
}

/// Returns the built-in point that somebody means who writes no text: `tool::gate`, `tool_gate`.
pub(crate) fn meant(path: &Path) -> Option<&'static str> {
    let words = path.segments.iter().map(|segment| segment.ident.to_string());
    let name = words.collect::<Vec<_>>().join(".");
    if name.contains(char::is_uppercase) {
        return None;
    }
    let names = POINTS.iter().map(|point| point.name);
    suggest::nearest(&name, names.clone()).or_else(|| suggest::nearest(&name.replace('_', "."), names))
}

/// Writes the name of a type the way points are named: `ToolGate` is `tool.gate`.
fn dotted(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('.');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// Says that there is no such point, which one was probably meant, and which there are.
pub(crate) fn unknown(name: &str) -> String {
    let near = match POINTS.iter().find(|point| point.point == name) {
        Some(point) => format!("; did you mean `{}`?", point.name),
        None if name.contains(char::is_lowercase) => {
            suggest::did_you_mean(&dotted(name), POINTS.iter().map(|point| point.name))
        }
        None => suggest::did_you_mean(&name.to_lowercase(), POINTS.iter().map(|point| point.name)),
    };
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
