//! swiftide-agents: one flat list of closures of all kinds, filtered at each call by the crate's own macro.

use std::hint::black_box;
use std::ops::Deref;

use swiftide_agents::Agent;
use swiftide_agents::hooks::{Hook, HookTypes};
use swiftide_agents::invoke_hooks;
use swiftide_core::chat_completion::ToolCall;
use swiftide_core::test_utils::MockChatCompletion;
use tracing::Instrument;

use crate::call::{self, ARGS, ID, TOOL};
use crate::case::Case;
use crate::measure::{Chain, Peer, Timed};

pub const BEFORE_TOOL: Peer = Peer {
    key: "swiftide_before_tool",
    title: "swiftide 0.32 BeforeTool",
    chain,
};

fn interested() -> Hook {
    Hook::BeforeTool(Box::new(|_: &Agent, call: &ToolCall| {
        call::look(call.name(), call.args().unwrap_or_default());
        Box::pin(async { Ok(()) })
    }))
}

/// A hook of another kind: the list has no hooks that override nothing.
fn idle() -> Hook {
    Hook::AfterEach(Box::new(|_: &Agent| Box::pin(async { Ok(()) })))
}

fn chain(case: Case, size: usize) -> Box<dyn Timed> {
    let hook = |index| {
        if case.interested(index) {
            interested()
        } else {
            idle()
        }
    };
    let agent = Agent::builder()
        .llm(&MockChatCompletion::new())
        .build()
        .expect("agent");
    let call = ToolCall::builder()
        .id(ID)
        .name(TOOL)
        .args(ARGS)
        .build()
        .expect("tool call");
    let hooks = (0..size).map(hook).collect();
    Box::new(BeforeTool {
        agent: Hooked { agent, hooks },
        call,
    })
}

struct BeforeTool {
    agent: Hooked,
    call: ToolCall,
}

impl Chain for BeforeTool {
    async fn call(&mut self) {
        let agent = &self.agent;
        let call = black_box(&self.call);
        invoke_hooks!(BeforeTool, agent, call);
    }
}

/// Stands in for the agent, whose hook list the macro reads through a private method.
struct Hooked {
    agent: Agent,
    hooks: Vec<Hook>,
}

impl Deref for Hooked {
    type Target = Agent;

    fn deref(&self) -> &Agent {
        &self.agent
    }
}

impl Hooked {
    // Word for word the method of `Agent`.
    fn hooks_by_type(&self, hook_type: HookTypes) -> Vec<&Hook> {
        self.hooks
            .iter()
            .filter(|h| hook_type == (*h).into())
            .collect()
    }
}
