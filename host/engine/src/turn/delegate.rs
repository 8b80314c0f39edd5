//! The tool by which a lead delegates tasks to its members.

use super::agent_run::AgentRun;
use super::context;
use super::stop::Stop;
use futures_util::future::BoxFuture;
use hookwire::Error;
use hookwire::cx::Cx;
use hookwire::plugin::{DELEGATE, ToolError, ToolOutput};
use hookwire::points::{
    AgentState, End, Message, MessageRole, SubagentEnd, SubagentStart, ToolCall, ToolSpec,
};
use serde_json::json;

/// Returns the description of the tool as the model sees it.
pub(super) fn spec(members: &[String]) -> ToolSpec {
    let schema = json!({
        "type": "object",
        "properties": {
            "agent": { "enum": members, "description": "who is to do it" },
            "task": { "type": "string", "minLength": 1, "description": "what to do; the agent knows nothing else" },
        },
        "required": ["agent", "task"],
        "additionalProperties": false,
    });
    ToolSpec::new(DELEGATE, "Gives a task to another agent and returns its answer.", schema)
}

impl AgentRun {
    /// Returns whether a tool is the one of this module.
    pub(super) fn is_delegation(&self, tool: &str) -> bool {
        tool == DELEGATE && !self.config.members.is_empty()
    }

    /// Has a member do a task, through everything that this agent's own steps go through.
    pub(super) async fn delegate(&self, call: &ToolCall, cx: &Cx) -> Result<ToolOutput, ToolError> {
        let text = |key: &str| call.args[key].as_str().unwrap_or_default();
        let (member, task) = (text("agent"), text("task"));
        let run = self.for_member(member, call, cx).map_err(ToolError::Failed)?;
        let start = SubagentStart::new(member, task);
        self.wiring.notify::<SubagentStart>(&start, cx).await;
        let answer = run.do_task(task).await;
        let mut end = SubagentEnd::new(member, End::Completed);
        match &answer {
            Ok(message) => end.answer.clone_from(&message.text),
            Err(stop) => end.end = stop.end(),
        }
        self.wiring.notify::<SubagentEnd>(&end, cx).await;
        let failed = |stop| ToolError::Failed(Error::msg(format!("`{member}` did not finish: {stop}")));
        answer.map(|message| ToolOutput::new(message.text)).map_err(failed)
    }

    /// Does a task as a member; boxed, as a member may be a lead and have members.
    fn do_task<'a>(&'a self, task: &'a str) -> BoxFuture<'a, Result<Message, Stop>> {
        Box::pin(async move {
            let messages = vec![Message::new(MessageRole::User, task)];
            let mut state = AgentState::new(&*self.config.system, messages);
            context::prepare(self, &mut state).await?;
            self.run(state, &mut Vec::new()).await
        })
    }
}
