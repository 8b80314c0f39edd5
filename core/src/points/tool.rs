use super::made_of;
use crate::hook_point;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// Fired with the tools offered to an agent: a hook may hide some, or add.
#[hook_point("tool.select", kind = edit, event = ToolOffer)]
#[derive(Debug)]
pub struct ToolSelect;

/// The tools offered to an agent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolOffer {
    /// One by one.
    pub tools: Vec<ToolSpec>,
}
made_of!(ToolOffer { tools: Vec<ToolSpec> });

/// A tool as the model sees it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolSpec {
    /// The name to call it by.
    pub name: String,
    /// What it does.
    pub description: String,
    /// The JSON Schema of its arguments.
    pub schema: Value,
}
made_of!(ToolSpec { name: String, description: String, schema: Value });

/// Fired before each call; a hook may rewrite the arguments, and an `Err` is the call's result.
#[hook_point("tool.before", kind = edit, event = ToolCall)]
#[derive(Debug)]
pub struct ToolBefore;

/// A tool call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolCall {
    /// The call's id, which its result carries too.
    pub id: String,
    /// The tool's name.
    pub tool: String,
    /// The arguments.
    pub args: Value,
}
made_of!(ToolCall { tool: String, args: Value });

/// Fired on the final, validated arguments: allow, deny, or ask a human.
#[hook_point("tool.gate", kind = gate, event = ToolCall)]
#[derive(Debug)]
pub struct ToolGate;

/// Fired around each execution.
#[hook_point("tool.wrap", kind = wrap, event = ToolCall, outcome = ToolReport)]
#[derive(Debug)]
pub struct ToolWrap;

/// Fired with the result the model will see.
#[hook_point("tool.after", kind = edit, event = ToolReport)]
#[derive(Debug)]
pub struct ToolAfter;

/// What came of a tool call.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolReport {
    /// The call.
    pub call: ToolCall,
    /// What the model will read.
    pub text: String,
    /// Whether it is an error.
    pub is_error: bool,
    /// Set by a hook that ends the turn, to the reply.
    pub reply: Option<String>,
}
made_of!(ToolReport { call: ToolCall, text: String });

impl ToolReport {
    /// Says that a call did not work out, in the words the model will read.
    pub fn failed(call: ToolCall, error: impl fmt::Display) -> Self {
        Self { is_error: true, ..Self::new(call, format!("Error: {error}")) }
    }

    /// Ends the turn with a reply; the model is not asked again.
    pub fn end_turn(&mut self, reply: impl Into<String>) {
        self.reply = Some(reply.into());
    }
}
