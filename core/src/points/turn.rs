use super::{End, ToolReport, made_of};
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// Fired when a turn is stored for good.
#[hook_point("turn.persisted", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TurnPersisted {
    /// The turn's number in its session, from 1.
    pub turn: u64,
}
made_of!(TurnPersisted { turn: u64 });

/// Fired when everything of a turn is done.
#[hook_point("turn.complete", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TurnComplete {
    /// The final answer.
    pub response: String,
    /// Every tool call of the turn.
    pub tools: Vec<ToolTrace>,
    /// How it ended.
    pub end: End,
    /// What went wrong, if something did.
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}
made_of!(TurnComplete { response: String, end: End });

/// A tool call that was made.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolTrace {
    /// What came of it.
    pub report: ToolReport,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}
made_of!(ToolTrace { report: ToolReport });
