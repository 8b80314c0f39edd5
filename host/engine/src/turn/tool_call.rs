use super::agent_run::AgentRun;
use super::call_stages::{CallStages, begun_key};
use super::metrics;
use super::nested_calls::CLOSING;
use crate::feed::Event;
use crate::time::millis;
use futures_util::future::BoxFuture;
use hookwire::cx::Cx;
use hookwire::pipeline::{self, ToolPipeline};
use hookwire::points::{ToolCall, ToolReport, ToolSpec, ToolTrace};
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
        let report = match within {
            Ok(()) => self.try_call(call, offer, &cx, key).await,
            Err(used_up) => ToolReport::failed(call, used_up),
        };
        pipeline::finish(&self.wiring, &cx, report).await
    }

    /// Creates the context of a call.
    fn call_cx(&self, call: &ToolCall) -> hookwire::Result<Cx> {
        let mut identity = self.cx.identity().clone();
        identity.call = Some(call.id.clone());
        self.cx.child(identity, self.wiring.clone())
    }

    async fn try_call(&self, call: ToolCall, offer: &[ToolSpec], cx: &Cx, key: &str) -> ToolReport {
        let Some(spec) = offer.iter().find(|spec| spec.name == call.tool) else {
            let why = suggest::unknown("tool", &call.tool, offer.iter().map(|spec| &*spec.name));
            return ToolReport::failed(call, why);
        };
        if self.turn.journal().replay::<bool>(&begun_key(key)).is_some() {
            let why = "the host stopped while this call ran; it may have done its work, or not";
            return ToolReport::failed(call, why);
        }
        let as_given = call.clone();
        let stages = CallStages::new(self, key);
        let pipeline = ToolPipeline::new(&self.wiring, cx, spec, &stages);
        let pipeline = pipeline.schemas(self.state.tools()).human(&stages).progress(&stages);
        let ran = async { pipeline.run(call).await.map_err(|error| error.to_string()) };
        let outcome = self.unless_stopped(ran, &as_given).await;
        self.withdraw_approval(stages.open_approval(), cx).await;
        self.turn.nested_calls().abandoned_ended(&as_given.id).await;
        outcome.unwrap_or_else(|why| ToolReport::failed(as_given, why))
    }

    /// Gives a call up when there is a reason to stop.
    async fn unless_stopped(
        &self,
        ran: impl Future<Output = Result<ToolReport, String>>,
        call: &ToolCall,
    ) -> Result<ToolReport, String> {
        let mut ran = pin!(ran);
        let stop = tokio::select! {
            biased;
            stop = self.stopped() => stop,
            ran = &mut ran => return ran,
        };
        if self.is_delegation(&call.tool) {
            // The member has the same reason to stop, and ends by itself.
            let _ = timeout(CLOSING, ran).await;
        }
        Err(stop.to_string())
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
