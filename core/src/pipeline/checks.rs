use crate::cx::Cx;
use crate::error::Result;
use crate::points::{ToolCall, ToolSpec};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

/// The check of a call's arguments against the schema of its tool.
pub trait SchemaCheck: Sync {
    /// Returns an error that says what does not fit, for the model.
    fn check(&self, call: &ToolCall, spec: &ToolSpec) -> Result<(), String>;
}

/// The way to a human, for calls about which a gate asks.
pub trait HumanApproval: Sync {
    /// Waits until a human allows the call, or returns why none did.
    ///
    /// When the future is dropped, nobody waits for the answer any more: an open question must be taken back.
    fn ask<'a>(
        &'a self,
        call: &'a ToolCall,
        reason: &'a str,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<(), String>>;
}

/// Takes all arguments as they are: tools check them once more when they read them.
pub(super) struct Unchecked;

impl SchemaCheck for Unchecked {
    fn check(&self, _: &ToolCall, _: &ToolSpec) -> Result<(), String> {
        Ok(())
    }
}

/// Refuses what only a human could allow.
pub(super) struct NoHuman;

impl HumanApproval for NoHuman {
    fn ask<'a>(&'a self, _: &'a ToolCall, reason: &'a str, _: &'a Cx) -> BoxFuture<'a, Result<(), String>> {
        ready(Err(format!("the call needs somebody to allow it, and nobody can be asked ({reason})"))).boxed()
    }
}
