//! A mock agent run around each batch, because only a run has the `HookContext` the stack asks for.

use std::hint::black_box;
use std::sync::{Arc, OnceLock};

use rig_agent::agent::{
    AgentBuilder, AgentHook, DispatchEvent, HookContext, HookStack, RunStart, RunStartAction,
    TextDelta,
};
use rig_agent::test_utils::MockCompletionModel;
use rig_core::effect::{EffectId, EffectKind};
use tokio::runtime::Runtime;

use crate::call::{ARGS, TOOL};
use crate::measure::{self, Chain, Sample, Timed};

#[derive(Clone, Copy)]
pub enum Point {
    Dispatch,
    Delta,
}

pub struct Run {
    point: Point,
    stack: HookStack,
}

impl Run {
    pub fn new(point: Point, stack: HookStack) -> Self {
        Self { point, stack }
    }
}

impl Timed for Run {
    fn sample(&mut self, runtime: &Runtime, calls: u32) -> Sample {
        let result = Arc::new(OnceLock::new());
        let driver = Driver {
            point: self.point,
            stack: self.stack.clone(),
            calls,
            result: result.clone(),
        };
        let model = MockCompletionModel::text("done");
        let agent = AgentBuilder::new(model).add_hook(driver).build();
        runtime
            .block_on(async { agent.prompt("hello").await })
            .expect("mock run");
        *result.get().expect("run start hook")
    }
}

/// Times the stack when the run starts.
struct Driver {
    point: Point,
    stack: HookStack,
    calls: u32,
    result: Arc<OnceLock<Sample>>,
}

impl AgentHook for Driver {
    async fn on_run_start(&self, ctx: &HookContext, _: RunStart<'_>) -> RunStartAction {
        let stack = &self.stack;
        let sample = match self.point {
            Point::Dispatch => measure::sample(&mut Dispatch::new(stack, ctx), self.calls).await,
            Point::Delta => measure::sample(&mut Delta { stack, ctx }, self.calls).await,
        };
        self.result.set(sample).expect("one start per run");
        RunStartAction::Continue
    }
}

struct Dispatch<'a> {
    stack: &'a HookStack,
    ctx: &'a HookContext,
    kind: EffectKind,
    id: u64,
}

impl<'a> Dispatch<'a> {
    fn new(stack: &'a HookStack, ctx: &'a HookContext) -> Self {
        let kind = EffectKind::ToolCall {
            name: TOOL.into(),
            args: ARGS.into(),
        };
        Self {
            stack,
            ctx,
            kind,
            id: 0,
        }
    }
}

impl Chain for Dispatch<'_> {
    async fn call(&mut self) {
        self.id += 1;
        let event = DispatchEvent {
            id: EffectId::from_raw(self.id),
            kind: black_box(&self.kind),
            turn: 1,
            call_id: None,
            context: None,
        };
        black_box(self.stack.on_dispatch(self.ctx, event).await);
    }
}

struct Delta<'a> {
    stack: &'a HookStack,
    ctx: &'a HookContext,
}

impl Chain for Delta<'_> {
    async fn call(&mut self) {
        let event = TextDelta {
            delta: black_box(TOOL),
            aggregated: black_box(ARGS),
        };
        black_box(self.stack.on_text_delta(self.ctx, event).await);
    }
}
