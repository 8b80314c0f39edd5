use super::checks::{HumanApproval, NoHuman, SchemaCheck, Unchecked};
use super::error::CallError;
use super::gate::{Cleared, Gates};
use super::runner::{Progress, ToolRunner, Unobserved};
use crate::cx::{Chains, Cx};
use crate::error::{Error, Result};
use crate::points::{ToolAfter, ToolBefore, ToolCall, ToolReport, ToolSpec, ToolWrap};
use futures_util::future::BoxFuture;
use hookwire_text::duration::millis;
use std::time::Instant;

/// The pipeline for one call of a tool.
pub struct ToolPipeline<'a> {
    gates: Gates<'a>,
    tools: &'a dyn ToolRunner,
    progress: &'a dyn Progress,
}

impl std::fmt::Debug for ToolPipeline<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ToolPipeline of `{}`", self.gates.spec.name)
    }
}

impl<'a> ToolPipeline<'a> {
    /// Makes the pipeline of a call to the tool `spec`; `cx` is the context of the call, `chains` those of its request.
    ///
    /// Without the methods below, arguments are left to the tool to check, and what only a human could allow is denied.
    pub fn new(chains: &'a dyn Chains, cx: &'a Cx, spec: &'a ToolSpec, tools: &'a dyn ToolRunner) -> Self {
        let gates = Gates { chains, cx, spec, schemas: &Unchecked, human: &NoHuman };
        Self { gates, tools, progress: &Unobserved }
    }

    /// Takes the check of arguments.
    #[must_use]
    pub fn schemas(mut self, schemas: &'a dyn SchemaCheck) -> Self {
        self.gates.schemas = schemas;
        self
    }

    /// Takes the way to a human.
    #[must_use]
    pub fn human(mut self, human: &'a dyn HumanApproval) -> Self {
        self.gates.human = human;
        self
    }

    /// Takes the observer of the call's progress.
    #[must_use]
    pub fn progress(mut self, progress: &'a dyn Progress) -> Self {
        self.progress = progress;
        self
    }

    /// Makes a call through all stages; there is a report whatever happens.
    pub async fn call(&self, call: ToolCall) -> ToolReport {
        let report = match self.run(call.clone()).await {
            Ok(report) => report,
            Err(error) => ToolReport::failed(call, error),
        };
        self.finish(report).await
    }

    /// Makes a call through all stages but the last, [`finish`](Self::finish), which runs on every path.
    pub async fn run(&self, call: ToolCall) -> Result<ToolReport, CallError> {
        let cleared = self.prepare(call).await?;
        self.progress.begin(&cleared).await.map_err(CallError::NotBegun)?;
        self.execute(&cleared).await
    }

    /// Lets hooks edit a call, validates its arguments before and after, and asks the gates: edit, validate, gate, ask.
    pub async fn prepare(&self, mut call: ToolCall) -> Result<Cleared, CallError> {
        let Gates { chains, cx, .. } = self.gates;
        self.gates.validate(&call)?;
        let given = call.clone();
        chains.fire::<ToolBefore>(&mut call, cx).await?;
        keep_identity(&mut call, &given)?;
        self.gates.clear(call).await
    }

    /// Runs the tool of a cleared call inside the wrap hooks: wrap, run.
    ///
    /// A call that a wrap hook changes is validated and passes the gates again.
    pub async fn execute(&self, cleared: &Cleared) -> Result<ToolReport, CallError> {
        let Gates { chains, cx, .. } = self.gates;
        let since = Instant::now();
        let run = |wanted: ToolCall| -> BoxFuture<'_, Result<ToolReport>> {
            Box::pin(self.run_tool(wanted, cleared))
        };
        let report = chains.wrap::<ToolWrap>(cleared.call().clone(), cx, &run).await;
        let mut report = report.map_err(CallError::Failed)?;
        report.duration_ms = millis(since.elapsed());
        Ok(report)
    }

    async fn run_tool(&self, mut wanted: ToolCall, cleared: &Cleared) -> Result<ToolReport> {
        keep_identity(&mut wanted, cleared.call()).map_err(Error::from)?;
        if wanted == *cleared.call() {
            return self.tools.run(cleared, self.gates.cx).await;
        }
        let changed = self.gates.clear(wanted).await.map_err(Error::from)?;
        self.tools.run(&changed, self.gates.cx).await
    }

    /// Lets hooks see and change the report of a call, however it ended: after.
    pub async fn finish(&self, report: ToolReport) -> ToolReport {
        finish(self.gates.chains, self.gates.cx, report).await
    }
}

/// Runs the last stage for a call that has no pipeline, as there is no such tool or no room for another call.
pub async fn finish(chains: &dyn Chains, cx: &Cx, mut report: ToolReport) -> ToolReport {
    match chains.fire::<ToolAfter>(&mut report, cx).await {
        Ok(()) => report,
        Err(refused) => ToolReport::failed(report.call, refused),
    }
}

/// Makes sure that a call is still the same one after a hook, whatever became of its arguments.
///
/// The id is how results, approvals and records tell calls apart, and another tool has another schema.
fn keep_identity(call: &mut ToolCall, given: &ToolCall) -> Result<(), CallError> {
    call.id.clone_from(&given.id);
    if call.tool == given.tool {
        return Ok(());
    }
    Err(CallError::Renamed { from: given.tool.clone(), to: call.tool.clone() })
}
