#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, missing_debug_implementations)]
#![deny(clippy::pedantic, rust_2018_idioms)]

//! A plugin crate with the lints turned up.

use hookwire::points::{MessageReceived, ToolBefore, ToolCall, ToolReport, ToolWrap};
use hookwire::{Cx, HookPoint, Next, Result, Verdict, plugin};
use std::sync::atomic::AtomicU32;

/// Looks at calls.
#[derive(Debug, Default)]
struct Audit {
    count: AtomicU32,
}

#[plugin(id = "audit", capabilities = [net, files], applies_to = anybody)]
impl Audit {
    #[hook("message.received")]
    async fn note(&self, _message: &MessageReceived) {}

    #[hook(ToolBefore)]
    async fn check(&self, _call: &mut ToolCall, _cx: &Cx) -> Result<()> {
        Ok(())
    }

    #[hook(hookwire::points::ToolGate)]
    fn gate(&self, _call: &ToolCall) -> Verdict {
        Verdict::Allow
    }

    #[hook(ToolWrap)]
    async fn time(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }

    /// Counts the letters of a text.
    #[tool]
    async fn count(&self, text: String) -> usize {
        text.len() + self.count.load(std::sync::atomic::Ordering::Relaxed) as usize
    }
}

fn anybody(_agent: &str, _role: hookwire::Role) -> bool {
    true
}

pub(crate) fn main() {
    assert_eq!(ToolBefore::INFO.name, "tool.before");
}
