//! adk-plugin, enhanced: `Vec<Arc<dyn EnhancedPlugin>>`, the arguments moved through by value.

mod mock;

use std::hint::black_box;
use std::sync::Arc;

use adk_core::{CallbackContext, Content, Result, Tool, async_trait};
use adk_plugin::{BeforeToolCallResult, EnhancedPlugin, EnhancedPluginManager, PluginContext};
use serde_json::Value;

use crate::call;
use crate::case::Case;
use crate::measure::{Chain, Peer, Timed};

pub const BEFORE_TOOL: Peer = Peer {
    key: "adk_before_tool",
    title: "adk 2.3 before_tool_call",
    chain,
};

struct Idle;

#[async_trait]
impl EnhancedPlugin for Idle {
    fn name(&self) -> &str {
        "idle"
    }
}

struct Interested;

#[async_trait]
impl EnhancedPlugin for Interested {
    fn name(&self) -> &str {
        "interested"
    }

    async fn before_tool_call(
        &self,
        tool: Arc<dyn Tool>,
        args: Value,
        _: Arc<dyn CallbackContext>,
        _: &PluginContext,
    ) -> Result<BeforeToolCallResult> {
        call::look(tool.name(), &args);
        Ok(BeforeToolCallResult::Continue(args))
    }
}

fn chain(case: Case, size: usize) -> Box<dyn Timed> {
    let plugin = |index| -> Arc<dyn EnhancedPlugin> {
        if case.interested(index) {
            Arc::new(Interested)
        } else {
            Arc::new(Idle)
        }
    };
    Box::new(BeforeTool {
        manager: EnhancedPluginManager::new((0..size).map(plugin).collect()),
        tool: Arc::new(mock::ReadFile),
        ctx: Arc::new(mock::Context {
            content: Content::new("user"),
        }),
        args: call::args(),
    })
}

struct BeforeTool {
    manager: EnhancedPluginManager,
    tool: Arc<dyn Tool>,
    ctx: Arc<dyn CallbackContext>,
    args: Value,
}

impl Chain for BeforeTool {
    async fn call(&mut self) {
        let (tool, ctx) = (black_box(&self.tool).clone(), self.ctx.clone());
        let args = black_box(self.args.take());
        match black_box(self.manager.run_before_tool_call(tool, args, ctx).await) {
            Ok(BeforeToolCallResult::Continue(args)) => self.args = args,
            other => unreachable!("no plugin stops the call: {other:?}"),
        }
    }
}
