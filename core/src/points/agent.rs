use super::{End, Message, made_of};
use crate::{Described, hook_point};
use serde::{Deserialize, Serialize};

/// The beginning of an agent's work: a hook may change the instructions and the conversation.
///
/// * **Point**: `agent.before`, an [edit](crate::point::Edit) point.
/// * **Event**: [`AgentState`].
/// * **When**: once in a turn, after [`ContextProvide`], before the first step; and once for each task that a member gets,
///   with the member's instructions and the task as the only message.
/// * **A hook may** change instructions and messages for all steps of this turn. What is stored of earlier turns stays.
///   Values for later hooks of the turn go to [`Cx::turn`](crate::Cx::turn).
/// * **`Err`**: the turn ends as [`Refused`](End::Refused). For a member, `delegate` fails and its lead reads the error.
/// * **Neighbours**: [`ContextProvide`] only adds messages; [`ModelBefore`] sees every single request to a model.
///
/// [`ContextProvide`]: super::ContextProvide
/// [`ModelBefore`]: super::ModelBefore
#[hook_point("agent.before", kind = edit, event = AgentState)]
#[derive(Debug)]
pub struct AgentBefore;

/// The state with which an agent's work begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct AgentState {
    /// The instructions: the system prompt of the agent's configuration.
    pub system: String,
    /// The conversation; the message to be answered is the last.
    pub messages: Vec<Message>,
}
made_of!(AgentState { system: String, messages: Vec<Message> });

/// The end of an agent's work, with its final answer: a hook may change the answer.
///
/// * **Point**: `agent.after`, an [edit](crate::point::Edit) point.
/// * **Event**: [`Message`].
/// * **When**: after the answer passed [`AnswerReview`], before it is stored; and for the answer of each member. Also for
///   a message that a plugin sends (`cx.send()`), which has the plugin's id.
/// * **A hook may** change the text. If that was streamed already, the client is told to show the new text instead.
/// * **`Err`**: the turn ends as [`Refused`](End::Refused), without an answer. For a member, `delegate` fails.
/// * **Neighbours**: [`AnswerReview`] may send the model back to work, this point may not; [`ModelAfter`] sees the response
///   of each step.
///
/// [`ModelAfter`]: super::ModelAfter
#[hook_point("agent.after", kind = edit, event = Message)]
#[derive(Debug)]
pub struct AgentAfter;

/// The review of an answer: a hook may change it, or send the model back to work.
///
/// * **Point**: `answer.review`, an [edit](crate::point::Edit) point.
/// * **Event**: [`Review`].
/// * **When**: when the model answers without calling a tool, or a [`ToolAfter`] hook ends the turn with a reply; for
///   members too. Again for each new answer after it was sent back. Also for a message that a plugin sends
///   (`cx.send()`): one that is sent back is not sent.
/// * **A hook may** change the answer, or send the model back with [`send_back`](Review::send_back): what was shown is
///   taken back, the model reads the feedback, and another step begins. After `limits.reviews` rounds (2 unless
///   configured) a further feedback ends the turn as [`Limited`](End::Limited).
/// * **`Err`**: the turn ends as [`Refused`](End::Refused), without an answer. For a member, `delegate` fails.
/// * **Neighbours**: [`AgentAfter`] follows once, when the answer is accepted; [`ModelDelta`] saw it piece by piece.
///
/// [`ToolAfter`]: super::ToolAfter
/// [`ModelDelta`]: super::ModelDelta
#[hook_point("answer.review", kind = edit, event = Review)]
#[derive(Debug)]
pub struct AnswerReview;

/// An answer under review.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Review {
    /// The text of the answer.
    pub answer: String,
    /// The feedback for the model, which sends it back; set by a hook.
    pub feedback: Option<String>,
    /// How often the model was sent back already in this turn.
    pub rounds: u32,
}
made_of!(Review { answer: String });

impl Review {
    /// Sends the model back with what it should improve.
    pub fn send_back(&mut self, feedback: impl Into<String>) {
        self.feedback = Some(feedback.into());
    }
}

/// The beginning of a member's work on a task that its lead delegated.
///
/// * **Point**: `subagent.start`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: inside the lead's call of `delegate`, after the gates allowed it. The context is the lead's.
/// * **A hook may** look.
/// * **`Err`**: the fault is reported; the member works. To forbid a delegation, hook [`ToolGate`](super::ToolGate).
/// * **Neighbours**: the member's own [`ContextProvide`](super::ContextProvide) follows, with the member's context.
#[hook_point("subagent.start", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubagentStart {
    /// The name of the member.
    pub member: String,
    /// The task, as the lead wrote it.
    pub task: String,
}
made_of!(SubagentStart { member: String, task: String });

/// The end of a member's work on a task.
///
/// * **Point**: `subagent.end`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after the member's [`AgentAfter`], or when it failed or was cancelled. The context is the lead's.
/// * **A hook may** look. The answer is the result of the call and passes [`ToolAfter`](super::ToolAfter) next.
/// * **`Err`**: the fault is reported; the lead gets the answer.
/// * **Neighbours**: [`SubagentStart`].
#[hook_point("subagent.end", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubagentEnd {
    /// The name of the member.
    pub member: String,
    /// How the member's work ended.
    pub end: End,
    /// The answer of the member; empty if there is none.
    pub answer: String,
}
made_of!(SubagentEnd { member: String, end: End });
