use super::agent_run::AgentRun;
use super::gate::OpenApproval;
use super::metrics;
use super::nested_calls::CLOSING;
use crate::feed::Event;
use crate::time::millis;
use futures::future::BoxFuture;
use hookwire::cx::Cx;
use hookwire::points::{ToolAfter, ToolBefore, ToolCall, ToolReport, ToolSpec, ToolTrace, ToolWrap};
use hookwire::suggest;
use std::pin::pin;
use std::time::Instant;
use tokio::time::timeout;

impl AgentRun {
    /// Makes one tool call; there is a result whatever happens.
    ///
    /// Boxed, as a call may be a delegation, and a member makes calls.
    pub(super) fn call_tool<'a>(&'a self, call: ToolCall, offer: &'a [ToolSpec]) -> BoxFuture<'a, ToolTrace> {
        Box::pin(self.record_call(call, offer))
    }

    /// Makes a call, or replays it where the turn is resumed, and tells the readers.
    async fn record_call(&self, call: ToolCall, offer: &[ToolSpec]) -> ToolTrace {
        let key = format!("{}tool:{}", self.prefix, call.id);
        let since = Instant::now();
        let agent = self.cx.identity().agent.clone();
        let (id, tool) = (call.id.clone(), call.tool.clone());
        let (args, inside) = (call.args.clone(), self.outer_call.clone());
        self.turn.push(Event::Call { id: id.clone(), agent, tool, args, inside });
        let within = self.turn.budget().take_call();
        if let Some(report) = self.turn.journal().replay::<ToolReport>(&key) {
            return self.end_call(report, offer, since);
        }
        let within = within.map_err(|used_up| used_up.to_string());
        let mut report = self.report(call, offer, within, &key).await;
        // Whatever hooks made of the report, it is the one result of this call.
        report.call.id = id;
        if let Err(error) = self.spill(&mut report).await {
            report = ToolReport::failed(report.call, format!("the result could not be kept: {error}"));
        }
        if let Err(error) = self.turn.journal().record(&key, &report).await {
            tracing::warn!("the result of `{}` could not be kept: {error}", report.call.tool);
        }
        self.end_call(report, offer, since)
    }

    /// Returns the report of a call after the hooks behind it.
    async fn report(
        &self,
        call: ToolCall,
        offer: &[ToolSpec],
        within: Result<(), String>,
        key: &str,
    ) -> ToolReport {
        let cx = match self.call_cx(&call) {
            Ok(cx) => cx,
            Err(too_deep) => return ToolReport::failed(call, too_deep),
        };
        let mut report = match within {
            Ok(()) => self.try_call(call, offer, &cx, key).await,
            Err(used_up) => ToolReport::failed(call, used_up),
        };
        if let Err(refused) = self.wiring.fire::<ToolAfter>(&mut report, &cx).await {
            report = ToolReport::failed(report.call, refused);
        }
        report
    }

    /// Creates the context of a call.
    fn call_cx(&self, call: &ToolCall) -> hookwire::Result<Cx> {
        let mut identity = self.cx.identity().clone();
        identity.call = Some(call.id.clone());
        self.cx.child(identity, self.wiring.clone())
    }

    async fn try_call(&self, call: ToolCall, offer: &[ToolSpec], cx: &Cx, key: &str) -> ToolReport {
        let Some(spec) = offer.iter().find(|spec| spec.name == call.tool) else {
            let why = unknown_tool(&call.tool, offer);
            return ToolReport::failed(call, why);
        };
        if self.turn.journal().replay::<bool>(&begun_key(key)).is_some() {
            let why = "the host stopped while this call ran; it may have done its work, or not";
            return ToolReport::failed(call, why);
        }
        let as_given = call.clone();
        let open = OpenApproval::default();
        let passed = self.pass_hooks(call, spec, cx, key, &open);
        let outcome = self.unless_stopped(passed, &as_given).await;
        self.withdraw_approval(&open, cx).await;
        self.turn.nested_calls().abandoned_ended(&as_given.id).await;
        outcome.unwrap_or_else(|why| ToolReport::failed(as_given, why))
    }

    /// Gives a call up when there is a reason to stop.
    async fn unless_stopped(
        &self,
        passed: impl Future<Output = Result<ToolReport, String>>,
        call: &ToolCall,
    ) -> Result<ToolReport, String> {
        let mut passed = pin!(passed);
        let stop = tokio::select! {
            biased;
            stop = self.stopped() => stop,
            passed = &mut passed => return passed,
        };
        if self.is_delegation(&call.tool) {
            // The member has the same reason to stop, and ends by itself.
            let _ = timeout(CLOSING, passed).await;
        }
        Err(stop.to_string())
    }

    /// Passes a call through the hooks and the gates, and runs it.
    async fn pass_hooks(
        &self,
        mut call: ToolCall,
        spec: &ToolSpec,
        cx: &Cx,
        key: &str,
        open: &OpenApproval,
    ) -> Result<ToolReport, String> {
        self.state.tools().check(&call, spec)?;
        let given = call.clone();
        let before = self.wiring.fire::<ToolBefore>(&mut call, cx).await;
        before.map_err(|refused| refused.to_string())?;
        keep_identity(&mut call, &given)?;
        let cleared = self.clear(call, spec, cx, open).await?;
        // A member's steps are in the journal one by one, so that a delegation is resumed where it was.
        if !self.is_delegation(&given.tool) {
            let recorded = self.turn.journal().record(&begun_key(key), &true).await;
            recorded.map_err(|error| error.to_string())?;
        }
        let request = cleared.call().clone();
        let cleared = &cleared;
        let run = |mut wanted: ToolCall| -> BoxFuture<'_, hookwire::Result<ToolReport>> {
            Box::pin(async move {
                keep_identity(&mut wanted, cleared.call()).map_err(hookwire::Error::msg)?;
                if wanted == *cleared.call() {
                    return self.execute(cleared, cx).await;
                }
                // What a wrap hook has changed passes the gates again.
                let changed = self.clear(wanted, spec, cx, open).await.map_err(hookwire::Error::msg)?;
                self.execute(&changed, cx).await
            })
        };
        self.wiring.wrap::<ToolWrap>(request, cx, &run).await.map_err(|error| error.to_string())
    }

    /// Tells the readers how a call ended.
    fn end_call(&self, report: ToolReport, offer: &[ToolSpec], since: Instant) -> ToolTrace {
        let duration_ms = millis(since.elapsed());
        self.turn.push(Event::Result {
            id: report.call.id.clone(),
            tool: report.call.tool.clone(),
            args: report.call.args.clone(),
            text: report.text.clone(),
            is_error: report.is_error,
            duration_ms,
        });
        let mut trace = ToolTrace::new(report);
        trace.duration_ms = duration_ms;
        metrics::tool(&trace, offer);
        trace
    }
}

/// Returns the journal's key for that a call has begun.
fn begun_key(key: &str) -> String {
    format!("{key}:begun")
}

/// Makes sure that a call is still the same one after a hook, whatever became of its arguments.
///
/// The id is how results, approvals and the journal tell calls apart, and another tool has another schema.
fn keep_identity(call: &mut ToolCall, given: &ToolCall) -> Result<(), String> {
    call.id.clone_from(&given.id);
    if call.tool == given.tool {
        return Ok(());
    }
    Err(format!("a hook turned the call of `{}` into one of `{}`", given.tool, call.tool))
}

fn unknown_tool(name: &str, offer: &[ToolSpec]) -> String {
    let known = offer.iter().map(|spec| &*spec.name);
    match suggest::nearest(name, known.clone()) {
        Some(near) => format!("there is no tool `{name}`; did you mean `{near}`?"),
        None => format!("there is no tool `{name}`; there are: {}", known.collect::<Vec<_>>().join(", ")),
    }
}
