use super::gate::Cleared;
use crate::cx::Cx;
use crate::error::Result;
use crate::points::{ToolCall, ToolReport, ToolSpec};
use futures::FutureExt;
use futures::future::{BoxFuture, ready};

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

/// The way to run a tool.
pub trait ToolRunner: Sync {
    /// Runs the tool of a call that the gates have cleared. That the tool fails is a report; an `Err` says that there is
    /// no such tool to run.
    fn run<'a>(&'a self, call: &'a Cleared, cx: &'a Cx) -> BoxFuture<'a, Result<ToolReport>>;
}

/// The observer of a call's progress.
pub trait Progress: Sync {
    /// Takes note that a cleared call is about to run, once; an `Err` gives the call up.
    fn begin<'a>(&'a self, call: &'a Cleared) -> BoxFuture<'a, Result<(), String>>;
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

/// Takes note of nothing.
pub(super) struct Unobserved;

impl Progress for Unobserved {
    fn begin<'a>(&'a self, _: &'a Cleared) -> BoxFuture<'a, Result<(), String>> {
        ready(Ok(())).boxed()
    }
}
