use super::{End, Message, made_of};
use crate::hook_point;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Fired before the agent's loop.
#[hook_point("agent.before", kind = edit, event = AgentState)]
#[derive(Debug)]
pub struct AgentBefore;

/// What the agent's loop begins with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentState {
    /// The instructions.
    pub system: String,
    /// The conversation.
    pub messages: Vec<Message>,
    /// Whatever hooks want to keep for the turn.
    pub notes: Map<String, Value>,
}
made_of!(AgentState { system: String, messages: Vec<Message> });

/// Fired after the agent's loop, with its answer.
#[hook_point("agent.after", kind = edit, event = Message)]
#[derive(Debug)]
pub struct AgentAfter;

/// Fired with the final answer before it is stored; a hook may change it, or send the model back to work.
#[hook_point("answer.review", kind = edit, event = Review)]
#[derive(Debug)]
pub struct AnswerReview;

/// An answer that is being looked at.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Review {
    /// The answer.
    pub answer: String,
    /// Set by a hook that sends the model back, to what it should mend.
    pub feedback: Option<String>,
    /// How often the model was sent back already.
    pub rounds: u32,
}
made_of!(Review { answer: String });

impl Review {
    /// Sends the model back, with what it should mend.
    pub fn send_back(&mut self, feedback: impl Into<String>) {
        self.feedback = Some(feedback.into());
    }
}

/// Fired when a lead delegates to a member.
#[hook_point("subagent.start", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubagentStart {
    /// The member's name.
    pub member: String,
    /// What it is to do.
    pub task: String,
}
made_of!(SubagentStart { member: String, task: String });

/// Fired when a member is done.
#[hook_point("subagent.end", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubagentEnd {
    /// The member's name.
    pub member: String,
    /// How it ended.
    pub end: End,
    /// What it answered.
    pub answer: String,
}
made_of!(SubagentEnd { member: String, end: End });
