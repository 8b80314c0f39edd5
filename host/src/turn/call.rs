use super::gate::Question;
use super::inside::CLOSING;
use super::{AgentRun, meter};
use crate::agent::Event;
use futures::future::BoxFuture;
use hookwire::cx::Cx;
use hookwire::points::{ToolAfter, ToolBefore, ToolCall, ToolReport, ToolSpec, ToolTrace, ToolWrap};
use hookwire::suggest;
use std::pin::pin;
use std::time::Instant;
use tokio::time::timeout;

impl AgentRun {
    /// Makes one tool call, and has a result for it whatever happens.
    ///
    /// Boxed, as a call may be one of `delegate`, and that makes calls.
    pub(crate) fn call<'a>(&'a self, call: ToolCall, offer: &'a [ToolSpec]) -> BoxFuture<'a, ToolTrace> {
        Box::pin(self.called(call, offer))
    }

    async fn called(&self, call: ToolCall, offer: &[ToolSpec]) -> ToolTrace {
        let key = format!("{}tool:{}", self.prefix, call.id);
        let since = Instant::now();
        let agent = self.cx.identity().agent.clone();
        let (id, tool) = (call.id.clone(), call.tool.clone());
        let (args, inside) = (call.args.clone(), self.inside.clone());
        self.shared.feed.push(Event::Call { id: id.clone(), agent, tool, args, inside });
        let within = self.shared.budget.call();
        if let Some(report) = self.shared.journal.done::<ToolReport>(&key) {
            return self.told(report, offer, since);
        }
        let mut report = match self.cx_of(&call) {
            Ok(cx) => {
                let mut report = match within {
                    Ok(()) => self.report(call, offer, &cx, &key).await,
                    Err(used_up) => ToolReport::failed(call, used_up),
                };
                if let Err(refused) = self.wiring.fire::<ToolAfter>(&mut report, &cx).await {
                    report = ToolReport::failed(report.call, refused);
                }
                report
            }
            Err(too_deep) => ToolReport::failed(call, too_deep),
        };
        // Whatever hooks made of the report, it is the one result of this call.
        report.call.id = id;
        if let Err(error) = self.keep_aside(&mut report).await {
            report = ToolReport::failed(report.call, format!("the result could not be kept: {error}"));
        }
        if let Err(error) = self.shared.journal.keep(&key, &report).await {
            tracing::warn!("the result of `{}` could not be kept: {error}", report.call.tool);
        }
        self.told(report, offer, since)
    }

    /// Makes the context of a call.
    fn cx_of(&self, call: &ToolCall) -> hookwire::Result<Cx> {
        let mut identity = self.cx.identity().clone();
        identity.call = Some(call.id.clone());
        self.cx.child(identity, self.wiring.clone())
    }

    async fn report(&self, call: ToolCall, offer: &[ToolSpec], cx: &Cx, key: &str) -> ToolReport {
        let Some(spec) = offer.iter().find(|spec| spec.name == call.tool) else {
            let why = no_tool(&call.tool, offer);
            return ToolReport::failed(call, why);
        };
        if self.shared.journal.done::<bool>(&format!("{key}:begun")).is_some() {
            let why = "the host stopped while this call ran; it may have done its work, or not";
            return ToolReport::failed(call, why);
        }
        let as_given = call.clone();
        let question = Question::default();
        let made = self.make(call, spec, cx, key, &question);
        let outcome = self.unless_stopped(made, &as_given).await;
        self.take_back(&question, cx).await;
        self.shared.inside.closed(&as_given.id).await;
        outcome.unwrap_or_else(|why| ToolReport::failed(as_given, why))
    }

    /// Gives a call up when there is a reason to stop.
    async fn unless_stopped(
        &self,
        made: impl Future<Output = Result<ToolReport, String>>,
        call: &ToolCall,
    ) -> Result<ToolReport, String> {
        let mut made = pin!(made);
        let stop = tokio::select! {
            biased;
            stop = self.stopped() => stop,
            made = &mut made => return made,
        };
        if self.delegates(&call.tool) {
            // The member has the same reason to stop, and what it does comes to an end.
            let _ = timeout(CLOSING, made).await;
        }
        Err(stop.to_string())
    }

    /// Lets a call pass the hooks and the gates, and runs it.
    async fn make(
        &self,
        mut call: ToolCall,
        spec: &ToolSpec,
        cx: &Cx,
        key: &str,
        question: &Question,
    ) -> Result<ToolReport, String> {
        self.host.tools.schemas.check(&call, spec)?;
        let given = call.clone();
        let before = self.wiring.fire::<ToolBefore>(&mut call, cx).await;
        before.map_err(|refused| refused.to_string())?;
        still(&mut call, &given)?;
        let cleared = self.clear(call, spec, cx, question).await?;
        // What a member has done is in the journal step by step, so that it goes on where it was.
        if !self.delegates(&given.tool) {
            self.shared
                .journal
                .keep(&format!("{key}:begun"), &true)
                .await
                .map_err(|error| error.to_string())?;
        }
        let request = cleared.call().clone();
        let cleared = &cleared;
        let run = |mut wanted: ToolCall| -> BoxFuture<'_, hookwire::Result<ToolReport>> {
            Box::pin(async move {
                still(&mut wanted, cleared.call()).map_err(hookwire::Error::msg)?;
                if wanted == *cleared.call() {
                    return self.execute(cleared, cx).await;
                }
                // What a wrap hook changed has to pass the gates again.
                let changed = self.clear(wanted, spec, cx, question).await.map_err(hookwire::Error::msg)?;
                self.execute(&changed, cx).await
            })
        };
        self.wiring.wrap::<ToolWrap>(request, cx, &run).await.map_err(|error| error.to_string())
    }

    /// Tells people how a call ended.
    fn told(&self, report: ToolReport, offer: &[ToolSpec], since: Instant) -> ToolTrace {
        let duration_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.shared.feed.push(Event::Result {
            id: report.call.id.clone(),
            tool: report.call.tool.clone(),
            args: report.call.args.clone(),
            text: report.text.clone(),
            is_error: report.is_error,
            duration_ms,
        });
        let mut trace = ToolTrace::new(report);
        trace.duration_ms = duration_ms;
        meter::tool(&trace, offer);
        trace
    }
}

/// Makes sure that a call that a hook has seen is still the same one, whatever became of its arguments.
///
/// The id is how results, approvals and the journal tell calls apart, and another tool has another schema.
fn still(call: &mut ToolCall, given: &ToolCall) -> Result<(), String> {
    call.id.clone_from(&given.id);
    if call.tool == given.tool {
        return Ok(());
    }
    Err(format!("a hook turned the call of `{}` into one of `{}`", given.tool, call.tool))
}

fn no_tool(name: &str, offer: &[ToolSpec]) -> String {
    let known = offer.iter().map(|spec| &*spec.name);
    match suggest::nearest(name, known.clone()) {
        Some(near) => format!("there is no tool `{name}`; did you mean `{near}`?"),
        None => format!("there is no tool `{name}`; there are: {}", known.collect::<Vec<_>>().join(", ")),
    }
}
