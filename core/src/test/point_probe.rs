use crate::live::Plugins;
use crate::lock;
use crate::point::catalogue;
use crate::points::{
    AgentState, ApprovalRequested, ApprovalResolved, Attachments, Context, Delta, HostStart, HostStop,
    Inbound, Message, MessageReceived, MessageSent, ModelExhausted, ModelFallback, ModelRateLimit,
    ModelRequest, ModelResponse, ModelRetry, ModelThinking, ModelUsage, ModelWrap, Request, RequestEnd,
    Review, ScheduleCancelled, ScheduleCreated, ScheduleFired, SessionEnd, SessionStart, SubagentEnd,
    SubagentStart, SummaryUpdated, ToolCall, ToolOffer, ToolReport, ToolWrap, TurnComplete, TurnPersisted,
};
use crate::{Fault, Next, Reply, Result, Verdict, plugin};
use hookwire_text::suggest;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex};

/// A plugin that hooks every built-in point, changes nothing, and notes which points the host fires.
///
/// A host of one's own proves with it that it fires what it claims to fire:
///
/// ```
/// use hookwire::points::ToolSelect;
/// use hookwire::test::PointProbe;
/// use hookwire::{Plugin, Plugins, Registry, Role};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> hookwire::Result<()> {
/// let plugins = Plugins::of(Registry::of(&[PointProbe::MANIFEST])?).start().await?;
/// let probe = PointProbe::of(&plugins);
/// // The host at work, in all ways that it has:
/// let cx = plugins.cx(Default::default(), Default::default(), None);
/// plugins.wiring("lead", Role::Lead).fire::<ToolSelect>(&mut Default::default(), &cx).await?;
///
/// let fired = probe.fired();
/// println!("{fired}");
/// fired.check(&["tool.select"])?;
/// assert!(fired.check(&["tool.select", "tool.gate"]).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct PointProbe(Arc<Mutex<BTreeSet<&'static str>>>);

/// Which built-in points a host has fired so far; it prints those, and those that it has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiredPoints(BTreeSet<&'static str>);

/// The error of a host that claims points which it does not fire.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// Claimed points were not fired.
    #[error("claimed, but not fired: {}; fire them, or do not claim them", .0.join(", "))]
    NotFired(Vec<String>),
    /// A claimed point is not built in.
    #[error("{0}")]
    Unknown(String),
}

impl PointProbe {
    /// Returns the probe of a live set; it can still be asked when the set has stopped.
    ///
    /// # Panics
    /// If the probe is not one of its live plugins.
    pub fn of(plugins: &Plugins) -> Self {
        let probe = plugins.with_plugin(Self::clone);
        probe.expect("`PointProbe::MANIFEST` is in the registry, and the live set has not stopped")
    }

    /// Returns which points the host has fired so far.
    pub fn fired(&self) -> FiredPoints {
        FiredPoints(lock::lock(&self.0).clone())
    }

    fn note(&self, point: &'static str) {
        lock::lock(&self.0).insert(point);
    }
}

impl FiredPoints {
    /// Returns the names of the points, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// Makes sure that the host has fired all points that it claims to fire.
    pub fn check(&self, claimed: &[&str]) -> Result<(), ClaimError> {
        let names: Vec<_> = built_in().collect();
        if let Some(unknown) = claimed.iter().find(|claimed| !names.contains(claimed)) {
            return Err(ClaimError::Unknown(suggest::unknown("built-in point", unknown, names)));
        }
        let missing = claimed.iter().filter(|claimed| !self.0.contains(*claimed));
        let missing: Vec<_> = missing.map(|point| (*point).to_owned()).collect();
        if missing.is_empty() { Ok(()) } else { Err(ClaimError::NotFired(missing)) }
    }
}

impl fmt::Display for FiredPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let not: Vec<_> = built_in().filter(|point| !self.0.contains(point)).collect();
        let fired: Vec<_> = self.names().collect();
        writeln!(f, "fired ({}): {}", fired.len(), fired.join(", "))?;
        write!(f, "not fired ({}): {}", not.len(), not.join(", "))
    }
}

fn built_in() -> impl Iterator<Item = &'static str> {
    catalogue().into_iter().filter(|point| point.package == "hookwire").map(|point| point.name)
}

/// Writes a hook for each point, as every kind has its own form.
macro_rules! hooks {
    (
        observe { $($observed:ident: $looks:literal, $seen:ty;)* }
        edit { $($edited:ident: $changes:literal, $changed:ty;)* }
    ) => {
        #[plugin(id = "point-probe", name = "Point probe", unlinked)]
        impl PointProbe {
            $(#[hook($looks)]
            fn $observed(&self, _: &$seen) {
                self.note($looks);
            })*

            $(#[hook($changes)]
            fn $edited(&self, _: &mut $changed) {
                self.note($changes);
            })*

            #[hook("request.intercept")]
            fn request_intercept(&self, _: &Request) -> Option<Reply> {
                self.note("request.intercept");
                None
            }

            #[hook("attachment.describe")]
            fn attachment_describe(&self, _: &Attachments) -> Vec<String> {
                self.note("attachment.describe");
                Vec::new()
            }

            #[hook("context.provide")]
            fn context_provide(&self, _: &Context) -> Vec<Message> {
                self.note("context.provide");
                Vec::new()
            }

            #[hook("tool.gate")]
            fn tool_gate(&self, _: &ToolCall) -> Verdict {
                self.note("tool.gate");
                Verdict::Allow
            }

            #[hook("tool.wrap")]
            async fn tool_wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
                self.note("tool.wrap");
                next.run(call).await
            }

            #[hook("model.wrap")]
            async fn model_wrap(
                &self,
                request: ModelRequest,
                next: Next<'_, ModelWrap>,
            ) -> Result<ModelResponse> {
                self.note("model.wrap");
                next.run(request).await
            }
        }
    };
}

hooks! {
    observe {
        host_start: "host.start", HostStart;
        host_stop: "host.stop", HostStop;
        plugin_fault: "plugin.fault", Fault;
        request_start: "request.start", Request;
        request_end: "request.end", RequestEnd;
        session_start: "session.start", SessionStart;
        session_end: "session.end", SessionEnd;
        summary_updated: "summary.updated", SummaryUpdated;
        message_received: "message.received", MessageReceived;
        message_sent: "message.sent", MessageSent;
        subagent_start: "subagent.start", SubagentStart;
        subagent_end: "subagent.end", SubagentEnd;
        model_rate_limit: "model.rate_limit", ModelRateLimit;
        model_retry: "model.retry", ModelRetry;
        model_fallback: "model.fallback", ModelFallback;
        model_exhausted: "model.exhausted", ModelExhausted;
        model_usage: "model.usage", ModelUsage;
        approval_requested: "approval.requested", ApprovalRequested;
        approval_resolved: "approval.resolved", ApprovalResolved;
        turn_persisted: "turn.persisted", TurnPersisted;
        turn_complete: "turn.complete", TurnComplete;
        schedule_created: "schedule.created", ScheduleCreated;
        schedule_fired: "schedule.fired", ScheduleFired;
        schedule_cancelled: "schedule.cancelled", ScheduleCancelled;
    }
    edit {
        inbound_received: "inbound.received", Inbound;
        agent_before: "agent.before", AgentState;
        agent_after: "agent.after", Message;
        answer_review: "answer.review", Review;
        model_before: "model.before", ModelRequest;
        model_delta: "model.delta", Delta;
        model_thinking: "model.thinking", ModelThinking;
        model_after: "model.after", ModelResponse;
        tool_select: "tool.select", ToolOffer;
        tool_before: "tool.before", ToolCall;
        tool_after: "tool.after", ToolReport;
    }
}
