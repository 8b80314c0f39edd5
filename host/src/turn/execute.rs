use super::AgentRun;
use super::gate::Cleared;
use hookwire::cx::Cx;
use hookwire::plugin::READ_RESULT;
use hookwire::points::ToolReport;
use hookwire::{Error, Result};
use std::time::Duration;

impl AgentRun {
    /// Runs a tool: the only place where one is run, and only with what the gates let pass.
    pub(super) async fn execute(&self, cleared: &Cleared, cx: &Cx) -> Result<ToolReport> {
        let call = cleared.call();
        let output = match &*call.tool {
            name if self.delegates(name) => self.delegate(call, cx).await,
            READ_RESULT => self.read_kept(call).await,
            name => match self.wiring.tool(name, call.args.clone(), self.tool_time(), cx).await {
                Some(output) => output,
                None => return Err(Error::msg(format!("nothing stands behind the tool `{name}`"))),
            },
        };
        Ok(match output {
            Ok(output) => ToolReport::new(call.clone(), output.text()),
            Err(error) => ToolReport::failed(call.clone(), error),
        })
    }

    /// Returns how long a tool may take that does not say so itself, if the operator decides about that.
    fn tool_time(&self) -> Option<Duration> {
        self.profile.limits.tool_time.map(|span| span.0)
    }
}
