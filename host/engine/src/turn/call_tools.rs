//! The tool calls of one answer, a few at a time.

use super::agent_run::AgentRun;
use futures_util::StreamExt;
use futures_util::stream;
use hookwire::points::{Message, MessageRole, ToolSpec, ToolTrace};

impl AgentRun {
    /// Calls the tools of a message, a few at a time; returns their results in the order of the calls, and the reply of a
    /// hook that ends the turn.
    pub(super) async fn call_tools(
        &self,
        message: &Message,
        offer: &[ToolSpec],
    ) -> (Vec<Message>, Option<String>) {
        let calls: Vec<_> = message.calls.iter().map(|call| self.call_tool(call.clone(), offer)).collect();
        let parallel = self.config.limits.parallel.max(1) as usize;
        let traces: Vec<ToolTrace> = stream::iter(calls).buffered(parallel).collect().await;
        let result = |trace: &ToolTrace| {
            let mut message = Message::new(MessageRole::Tool, &*trace.report.text);
            message.call = Some(trace.report.call.id.clone());
            message
        };
        let results = traces.iter().map(result).collect();
        let reply = traces.iter().find_map(|trace| trace.report.reply.clone());
        self.turn.add_tool_traces(traces);
        (results, reply)
    }
}
