use super::{ToolCall, made_of};
use crate::{Described, hook_point};
use serde::{Deserialize, Serialize};

/// The question to a human whether a tool call may run.
///
/// * **Point**: `approval.requested`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: when a [`ToolGate`] hook asked, and the question is stored, before the turn waits for the answer. Not for a
///   call that an earlier answer covers (`always`), and not again for a question that is open already.
/// * **A hook may** look: send the question to where humans are. The answer comes over HTTP, the terminal or a command, not
///   from here.
/// * **`Err`**: the fault is reported; the question stands.
/// * **Neighbours**: [`ApprovalResolved`] follows in every case.
///
/// [`ToolGate`]: super::ToolGate
#[hook_point("approval.requested", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalRequested {
    /// The id of the approval.
    pub approval: String,
    /// The call that waits, with the arguments that the answer will cover.
    pub call: ToolCall,
    /// The reasons of the gates that asked, each with its plugin.
    pub reason: String,
    /// The time at which the call is denied if nobody has answered, in the form of RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}
made_of!(ApprovalRequested { approval: String, call: ToolCall, reason: String });

/// The answer to a question whether a tool call may run.
///
/// * **Point**: `approval.resolved`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: when a human answered, when the time was over, when nobody was there to be asked, and when the turn ended
///   while it waited. The tool runs, or does not, after these hooks.
/// * **A hook may** look.
/// * **`Err`**: the fault is reported; the decision stands.
/// * **Neighbours**: [`ApprovalRequested`] came before; [`ToolWrap`](super::ToolWrap) follows if the call may run.
#[hook_point("approval.resolved", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalResolved {
    /// The id of the approval.
    pub approval: String,
    /// The decision.
    pub decision: Decision,
    /// The one who decided: a user or a channel, `the clock` after the time was over, `nobody` where nobody could be
    /// asked, `the turn` when the turn ended first.
    pub by: String,
}
made_of!(ApprovalResolved { approval: String, decision: Decision, by: String });

/// The decision about an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Decision {
    /// The call may run.
    Approved,
    /// The call may not run.
    #[default]
    Denied,
    /// Nobody answered in time, so the call may not run.
    Expired,
}
