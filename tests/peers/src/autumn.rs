//! autumn-plugin-agent: `Vec<Arc<dyn AgentHooks>>`, a boxed future per hook.

use std::hint::black_box;
use std::pin::Pin;
use std::sync::Arc;

use autumn_plugin_agent::hooks::{AgentHooks, HookAction};
use autumn_plugin_agent::tools::{ToolCall, ToolContext};

use crate::call::{self, ID, TOOL};
use crate::case::Case;
use crate::measure::{Chain, Peer, Timed};

pub const BEFORE_TOOL: Peer = Peer {
    key: "autumn_before_tool",
    title: "autumn 0.3 before_tool",
    chain,
};

#[derive(Debug)]
struct Idle;

impl AgentHooks for Idle {}

#[derive(Debug)]
struct Interested;

impl AgentHooks for Interested {
    fn before_tool<'a>(
        &'a self,
        call: &'a ToolCall,
        _: &'a ToolContext,
    ) -> Pin<Box<dyn Future<Output = HookAction> + Send + 'a>> {
        Box::pin(async move {
            call::look(&call.name, &call.arguments);
            HookAction::Continue
        })
    }
}

fn chain(case: Case, size: usize) -> Box<dyn Timed> {
    let hook = |index| -> Arc<dyn AgentHooks> {
        if case.interested(index) {
            Arc::new(Interested)
        } else {
            Arc::new(Idle)
        }
    };
    Box::new(BeforeTool {
        hooks: (0..size).map(hook).collect(),
        call: ToolCall {
            id: ID.into(),
            name: TOOL.into(),
            arguments: call::args(),
        },
        ctx: ToolContext::detached(ID),
    })
}

struct BeforeTool {
    hooks: Vec<Arc<dyn AgentHooks>>,
    call: ToolCall,
    ctx: ToolContext,
}

impl Chain for BeforeTool {
    async fn call(&mut self) {
        let (hooks, ctx) = (black_box(&self.hooks), &self.ctx);
        black_box(before_tool(hooks, black_box(&mut self.call), ctx).await);
    }
}

// The loop of the agent's private `invoke`, which cannot be called from outside.
async fn before_tool(
    hooks: &[Arc<dyn AgentHooks>],
    call: &mut ToolCall,
    ctx: &ToolContext,
) -> Option<String> {
    for hook in hooks {
        match hook.before_tool(call, ctx).await {
            HookAction::Continue => {}
            HookAction::Modify(arguments) => call.arguments = arguments,
            HookAction::Block(reason) => return Some(reason),
        }
    }
    None
}
