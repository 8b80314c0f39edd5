use super::agent_run::AgentRun;
use super::approval::OpenApproval;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::Cx;
use hookwire::pipeline::{Cleared, HumanApproval, Progress, ToolRunner};
use hookwire::points::{ToolCall, ToolReport};

/// The engine's part in the pipeline of one tool call: it asks humans, keeps the journal and runs the tool.
pub(super) struct CallStages<'a> {
    run: &'a AgentRun,
    /// The journal's key of the call.
    key: &'a str,
    open: OpenApproval,
}

impl<'a> CallStages<'a> {
    pub(super) fn new(run: &'a AgentRun, key: &'a str) -> Self {
        Self { run, key, open: OpenApproval::default() }
    }

    /// Returns the approval that the call waits for, or did when it was given up.
    pub(super) fn open_approval(&self) -> &OpenApproval {
        &self.open
    }
}

impl HumanApproval for CallStages<'_> {
    fn ask<'a>(
        &'a self,
        call: &'a ToolCall,
        reason: &'a str,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<(), String>> {
        self.run.ask_human(call, reason, cx, &self.open).boxed()
    }
}

impl Progress for CallStages<'_> {
    fn begin<'a>(&'a self, call: &'a Cleared) -> BoxFuture<'a, Result<(), String>> {
        let begun = async move {
            // A member's steps are in the journal one by one, so that a delegation is resumed where it was.
            if self.run.is_delegation(&call.call().tool) {
                return Ok(());
            }
            let recorded = self.run.turn.journal().record(&begun_key(self.key), &true).await;
            recorded.map_err(|error| error.to_string())
        };
        begun.boxed()
    }
}

impl ToolRunner for CallStages<'_> {
    fn run<'a>(&'a self, call: &'a Cleared, cx: &'a Cx) -> BoxFuture<'a, hookwire::Result<ToolReport>> {
        self.run.run_tool(call, cx).boxed()
    }
}

/// Returns the journal's key of the mark that a call has begun.
pub(super) fn begun_key(key: &str) -> String {
    format!("{key}:begun")
}
