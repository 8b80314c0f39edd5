use crate::Hooks;
use futures::FutureExt;
use futures::future::BoxFuture;
use futures::lock::Mutex;
use hookwire::pipeline::{Cleared, ToolPipeline, ToolRunner};
use hookwire::points::{ToolCall, ToolReport, ToolSpec};
use hookwire::{Cx, Result};
use rig_core::completion::ToolDefinition;
use rig_core::tool::{
    DynamicTool, ErasedTool, Tool, ToolContext, ToolExecutionError, ToolOutput, ToolResult, tool_definition,
};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes a tool that runs only when the gates have cleared the call.
pub(crate) fn hooked<T: Tool + 'static>(hooks: Hooks, tool: T) -> DynamicTool {
    let definition = tool_definition(&tool);
    let spec = ToolSpec::new(
        definition.name.as_str(),
        definition.description.clone(),
        definition.parameters.clone(),
    );
    let hooked = Arc::new(HookedTool { hooks, tool, spec, calls: AtomicU64::new(1) });
    let ToolDefinition { name, description, parameters } = definition;
    DynamicTool::new_with_context(name, description, parameters, move |context, args| {
        let hooked = Arc::clone(&hooked);
        async move { hooked.call(context, args).await }.boxed()
    })
}

struct HookedTool<T> {
    hooks: Hooks,
    tool: T,
    spec: ToolSpec,
    /// The number of the next call: rig does not tell a tool the call's id.
    calls: AtomicU64,
}

impl<T: Tool> HookedTool<T> {
    async fn call(&self, context: &mut ToolContext, args: Value) -> Result<ToolOutput, ToolExecutionError> {
        let mut call = ToolCall::new(&*self.spec.name, args);
        call.id = format!("{}-{}", self.spec.name, self.calls.fetch_add(1, Ordering::Relaxed));
        let mut identity = self.hooks.cx.identity().clone();
        identity.call = Some(call.id.clone());
        let cx = self.hooks.cx.child(identity, self.hooks.wiring.clone());
        let cx = cx.map_err(|error| ToolExecutionError::other(error.to_string()))?;
        let runner = Runner { tool: &self.tool, context: Mutex::new(context), last: Mutex::default() };
        let report = ToolPipeline::new(&self.hooks.wiring, &cx, &self.spec, &runner).call(call).await;
        self.hooks.plugins.flush_faults().await;
        result(report, runner.last.into_inner())
    }
}

/// Runs the tool of rig, and keeps its last result.
struct Runner<'a, T> {
    tool: &'a T,
    context: Mutex<&'a mut ToolContext>,
    last: Mutex<Option<ToolResult>>,
}

impl<T: Tool> ToolRunner for Runner<'_, T> {
    fn run<'a>(&'a self, cleared: &'a Cleared, _: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        async move {
            let call = cleared.call();
            let mut context = self.context.lock().await;
            let result = ErasedTool::execute(self.tool, call.args.to_string(), &mut context).await;
            let mut report = ToolReport::new(call.clone(), result.output().render());
            report.is_error = !result.is_success();
            *self.last.lock().await = Some(result);
            Ok(report)
        }
        .boxed()
    }
}

/// Returns what the model reads: the tool's own result if the hooks left it alone, else the text of the report.
fn result(report: ToolReport, last: Option<ToolResult>) -> Result<ToolOutput, ToolExecutionError> {
    if let Some(reply) = report.reply {
        let text = format!("Error: a hook ends the turn with a reply, and a tool of rig cannot: {reply}");
        return Err(ToolExecutionError::other(text));
    }
    let untouched =
        |last: &ToolResult| last.output().render() == report.text && last.is_success() != report.is_error;
    match last.filter(untouched) {
        Some(last) => last.into_result(),
        None if report.is_error => Err(ToolExecutionError::other(report.text)),
        None => Ok(ToolOutput::text(report.text)),
    }
}
