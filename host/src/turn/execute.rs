use super::agent_run::AgentRun;
use super::gate::Cleared;
use hookwire::cx::Cx;
use hookwire::plugin::{READ_RESULT, ToolError, ToolOutput};
use hookwire::points::ToolReport;
use hookwire::{Error, Result};

impl AgentRun {
    /// Runs a tool: the only place where a tool runs, and only for a call that the gates have cleared.
    pub(super) async fn execute(&self, cleared: &Cleared, cx: &Cx) -> Result<ToolReport> {
        let call = cleared.call();
        let output = match &*call.tool {
            name if self.is_delegation(name) => self.delegate(call, cx).await,
            READ_RESULT => self.read_spilled(call).await,
            name => match self.limit_time(self.wiring.tool(name, call.args.clone(), cx), name).await {
                Some(output) => output,
                None => return Err(Error::msg(format!("nothing stands behind the tool `{name}`"))),
            },
        };
        Ok(match output {
            Ok(output) => ToolReport::new(call.clone(), output.text()),
            Err(error) => ToolReport::failed(call.clone(), error),
        })
    }

    /// Ends a tool that takes longer than the operator allows.
    async fn limit_time(
        &self,
        work: impl Future<Output = Option<Result<ToolOutput, ToolError>>>,
        name: &str,
    ) -> Option<Result<ToolOutput, ToolError>> {
        let Some(limit) = self.config.limits.tool_time else { return work.await };
        let late = format!("`{name}` took longer than {:?} (limits.tool_time)", limit.0);
        tokio::time::timeout(limit.0, work).await.unwrap_or(Some(Err(ToolError::Failed(Error::msg(late)))))
    }
}
