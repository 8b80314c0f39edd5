//! rig-agent: `HookStack`, an `Arc<dyn>` per hook and a boxed future per call.

mod run;

use rig_agent::agent::{
    AgentHook, DispatchAction, DispatchEvent, HookContext, HookStack, ObservationAction,
    StepEventKind, TextDelta,
};
use rig_core::effect::EffectKind;

use crate::call;
use crate::case::Case;
use crate::measure::Peer;
use run::{Point, Run};

pub const DISPATCH: Peer = Peer {
    key: "rig_dispatch",
    title: "rig 0.44 on_dispatch",
    chain: |case, size| Box::new(Run::new(Point::Dispatch, stack(case, size, Idle))),
};

pub const NARROWED: Peer = Peer {
    key: "rig_dispatch_narrowed",
    title: "rig 0.44 on_dispatch, idle opted out",
    chain: |case, size| Box::new(Run::new(Point::Dispatch, stack(case, size, OptedOut))),
};

pub const DELTA: Peer = Peer {
    key: "rig_delta",
    title: "rig 0.44 on_text_delta",
    chain: |case, size| Box::new(Run::new(Point::Delta, stack(case, size, Idle))),
};

struct Interested;

impl AgentHook for Interested {
    async fn on_dispatch(&self, _: &HookContext, event: DispatchEvent<'_>) -> DispatchAction {
        if let EffectKind::ToolCall { name, args } = event.kind {
            call::look(name, args.as_str());
        }
        DispatchAction::Proceed
    }

    async fn on_text_delta(&self, _: &HookContext, event: TextDelta<'_>) -> ObservationAction {
        call::look(event.delta, event.aggregated);
        ObservationAction::Continue
    }
}

/// Overrides nothing.
#[derive(Clone)]
struct Idle;

impl AgentHook for Idle {}

/// Overrides only the interest, which rig asks before each dispatch.
#[derive(Clone)]
struct OptedOut;

impl AgentHook for OptedOut {
    fn observes(&self, _: StepEventKind) -> bool {
        false
    }
}

fn stack<I: AgentHook + Clone + 'static>(case: Case, size: usize, idle: I) -> HookStack {
    let mut stack = HookStack::new();
    for index in 0..size {
        if case.interested(index) {
            stack.push(Interested);
        } else {
            stack.push(idle.clone());
        }
    }
    stack
}
