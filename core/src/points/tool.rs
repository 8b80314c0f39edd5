use super::made_of;
use crate::{Described, hook_point};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// The tools that the model may call in the next step: a hook may hide some, or describe them differently.
///
/// * **Point**: `tool.select`, an [edit](crate::point::Edit) point.
/// * **Event**: [`ToolOffer`].
/// * **When**: at the beginning of each step, before [`ModelBefore`], for leads and members alike; and for a tool call that
///   a plugin makes with [`Cx::tool`](crate::Cx::tool). The offer begins with the tools of all plugins that the agent's
///   configuration allows, those that their sources of tools have now (`<source>__<tool>`), `delegate` if the agent has members, `load_skill` if there are skills, and
///   `read_result` if a result was too large to be shown.
/// * **A hook may** remove tools, change names, descriptions and schemas. What is not offered cannot be called: the model
///   reads that there is no such tool. A tool that no plugin brings can be offered but not run.
/// * **`Err`**: the turn ends as [`Refused`](super::End::Refused); the call of a plugin fails with the error.
/// * **Neighbours**: [`ModelBefore`] sees the same tools inside the request; what is removed there only is hidden from the
///   model, yet could still be called.
///
/// [`ModelBefore`]: super::ModelBefore
#[hook_point("tool.select", kind = edit, event = ToolOffer)]
#[derive(Debug)]
pub struct ToolSelect;

/// The tools offered to an agent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct ToolOffer {
    /// The tools, in the order the model sees them.
    pub tools: Vec<ToolSpec>,
}
made_of!(ToolOffer { tools: Vec<ToolSpec> });

/// A tool as the model sees it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct ToolSpec {
    /// The name by which the model calls the tool.
    pub name: String,
    /// The description that tells the model what the tool does.
    pub description: String,
    /// The JSON Schema of the arguments.
    pub schema: Value,
}
made_of!(ToolSpec { name: String, description: String, schema: Value });

/// The preparation of a tool call: a hook may rewrite its arguments, and an `Err` is the call's result.
///
/// * **Point**: `tool.before`, an [edit](crate::point::Edit) point.
/// * **Event**: [`ToolCall`].
/// * **When**: for each call of the model or of a plugin, when its arguments fit the tool's schema. A call of an unknown
///   tool, or with arguments that do not fit, does not come here: its error goes to [`ToolAfter`] at once.
/// * **A hook may** change `args`, which are checked against the schema again afterwards. The id stays what it was, and a
///   call whose tool was changed fails.
/// * **`Err`**: the tool is not run; the model reads the error as the call's result, and the turn goes on.
/// * **Neighbours**: [`ToolGate`] decides about the arguments that all hooks here have left; [`ToolWrap`] is around the
///   execution.
#[hook_point("tool.before", kind = edit, event = ToolCall)]
#[derive(Debug)]
pub struct ToolBefore;

/// A tool call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct ToolCall {
    /// The id of the call, unique in its turn; the result carries it too.
    pub id: String,
    /// The name of the tool.
    pub tool: String,
    /// The arguments.
    pub args: Value,
}
made_of!(ToolCall { tool: String, args: Value });

/// The decision about a tool call, on its final, validated arguments: allow, deny, or ask a human.
///
/// * **Point**: `tool.gate`, a [gate](crate::point::Gate) point.
/// * **Event**: [`ToolCall`].
/// * **When**: after [`ToolBefore`], when the arguments that its hooks left fit the schema. Once more if a [`ToolWrap`]
///   hook changes the arguments. Every hook is asked; deny is stronger than ask, ask than allow, and every reason is kept.
/// * **A hook may** return a [`Verdict`](crate::Verdict). After a deny the tool is not run, and the model reads who denied
///   the call and why. After an ask the turn waits for a human, at most `approvals.expire`; no answer is a no, and so it is
///   where nobody can answer (a schedule, a command line without a terminal).
/// * **`Err`**: a deny, with the error as its reason. Where an operator opened the hook, its opinion does not count.
/// * **Neighbours**: [`ToolBefore`] may change arguments and cannot decide; [`ApprovalRequested`] and
///   [`ApprovalResolved`] tell of the question to the human.
///
/// [`ApprovalRequested`]: super::ApprovalRequested
/// [`ApprovalResolved`]: super::ApprovalResolved
#[hook_point("tool.gate", kind = gate, event = ToolCall)]
#[derive(Debug)]
pub struct ToolGate;

/// The execution of a tool: a hook runs around it, and may skip it, repeat it or change its result.
///
/// * **Point**: `tool.wrap`, a [wrap](crate::point::Wrap) point.
/// * **Event**: [`ToolCall`]. **Response**: [`ToolReport`].
/// * **When**: after every gate has allowed the call.
/// * **A hook may** call `next` with the call never, once or several times, and return a report of its own. Arguments that
///   it changes pass the schema and [`ToolGate`] again; a call whose tool it changed fails.
/// * **`Err`**: the model reads the error as the call's result, and the turn goes on. Where a hook is open and has not
///   called `next`, the tool runs without that hook.
/// * **Neighbours**: [`ToolAfter`] sees every result, also those of calls that were never run.
#[hook_point("tool.wrap", kind = wrap, event = ToolCall, outcome = ToolReport)]
#[derive(Debug)]
pub struct ToolWrap;

/// The result of a tool call before the model reads it: a hook may change it, or end the turn with a reply.
///
/// * **Point**: `tool.after`, an [edit](crate::point::Edit) point.
/// * **Event**: [`ToolReport`].
/// * **When**: for every call, also one that was denied, failed, timed out or named no tool. Not again for a call whose
///   result was stored before a crash.
/// * **A hook may** change text and error mark, and end the turn with [`end_turn`](ToolReport::end_turn): the other calls
///   of the step are finished, and the model is not asked again. The id of the call stays what it was.
/// * **`Err`**: the result is replaced by the error, which the model reads; the turn goes on.
/// * **Neighbours**: a [`ToolWrap`] hook sees only calls that are run. What is larger than `limits.result_bytes` is cut
///   after these hooks.
#[hook_point("tool.after", kind = edit, event = ToolReport)]
#[derive(Debug)]
pub struct ToolAfter;

/// The result of a tool call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct ToolReport {
    /// The call, with the arguments that were used.
    pub call: ToolCall,
    /// The text that the model reads.
    pub text: String,
    /// Whether the text is an error.
    pub is_error: bool,
    /// The reply that ends the turn; set by the hook that ends it.
    pub reply: Option<String>,
    /// How long the tool and the hooks around it took, in milliseconds; 0 for a call that was not run.
    #[serde(default)]
    pub duration_ms: u64,
}
made_of!(ToolReport { call: ToolCall, text: String });

impl ToolReport {
    /// Creates the report of a call that failed; the model reads the error.
    pub fn failed(call: ToolCall, error: impl fmt::Display) -> Self {
        Self { is_error: true, ..Self::new(call, format!("Error: {error}")) }
    }

    /// Ends the turn with a reply; the model is not asked again.
    pub fn end_turn(&mut self, reply: impl Into<String>) {
        self.reply = Some(reply.into());
    }
}
