use super::{ToolCall, made_of};
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// Fired when a gate asked a human.
#[hook_point("approval.requested", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalRequested {
    /// The approval's id.
    pub approval: String,
    /// The call that waits.
    pub call: ToolCall,
    /// Why it is asked.
    pub reason: String,
    /// When the call is denied if nobody has answered, as RFC 3339 writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}
made_of!(ApprovalRequested { approval: String, call: ToolCall, reason: String });

/// Fired when a human, a policy or a time-out answered.
#[hook_point("approval.resolved", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalResolved {
    /// The approval's id.
    pub approval: String,
    /// What was decided.
    pub decision: Decision,
    /// Who decided.
    pub by: String,
}
made_of!(ApprovalResolved { approval: String, decision: Decision, by: String });

/// What was decided about an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Decision {
    /// The call may run.
    Approved,
    /// The call may not run.
    #[default]
    Denied,
    /// Nobody answered in time, so it may not run.
    Expired,
}
