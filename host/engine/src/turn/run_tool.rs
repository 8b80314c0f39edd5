use super::agent_run::AgentRun;
use crate::skills;
use hookwire::cx::Cx;
use hookwire::pipeline::Cleared;
use hookwire::plugin::{LOAD_SKILL, READ_RESULT};
use hookwire::points::ToolReport;
use hookwire::{Error, Result};
use std::time::Duration;

impl AgentRun {
    /// Runs a tool: the only place where a tool runs, and only for a call that the gates have cleared.
    pub(super) async fn run_tool(&self, cleared: &Cleared, cx: &Cx) -> Result<ToolReport> {
        // A hook that comes back after its turn was given up must not have a tool run behind it.
        self.turn.stay_if_written_off().await;
        let call = cleared.call();
        let output = match &*call.tool {
            name if self.is_delegation(name) => self.delegate(call, cx).await,
            READ_RESULT => self.read_spilled(call).await,
            LOAD_SKILL => skills::load(&self.wiring, call.args["name"].as_str().unwrap_or_default()),
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

    /// Returns the operator's time for tools that do not say so themselves.
    fn tool_time(&self) -> Option<Duration> {
        self.config.limits.tool_time.map(|span| span.0)
    }
}
