use super::gate::Cleared;
use crate::cx::Cx;
use crate::error::Result;
use crate::points::ToolReport;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};

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

/// Takes note of nothing.
pub(super) struct Unobserved;

impl Progress for Unobserved {
    fn begin<'a>(&'a self, _: &'a Cleared) -> BoxFuture<'a, Result<(), String>> {
        ready(Ok(())).boxed()
    }
}
