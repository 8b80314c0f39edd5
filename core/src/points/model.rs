use super::{Message, ToolSpec, made_of};
use crate::{Described, hook_point};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The request to a model before it is sent: a hook may change messages, instructions, tools and parameters.
///
/// * **Point**: `model.before`, an [edit](crate::point::Edit) point.
/// * **Event**: [`ModelRequest`].
/// * **When**: in each step of a turn, after [`ToolSelect`](super::ToolSelect); for the summary of a long session; and when
///   a plugin asks a model with [`Cx::model`](crate::Cx::model). Once for a request, however often models are then asked.
/// * **A hook may** change everything in the request, for this step only: also the model's name.
/// * **`Err`**: no model is asked, and the turn ends as [`Refused`](super::End::Refused). A plugin's request fails with
///   the error; a summary is left for the next turn.
/// * **Neighbours**: [`AgentBefore`](super::AgentBefore) changes the conversation once for all steps; [`ModelWrap`] sees
///   the request that the hooks here left, and the response too.
#[hook_point("model.before", kind = edit, event = ModelRequest)]
#[derive(Debug)]
pub struct ModelBefore;

/// A request to a model.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct ModelRequest {
    /// The name of the model: `provider/name`, or `script`.
    pub model: String,
    /// The instructions.
    pub system: String,
    /// The conversation.
    pub messages: Vec<Message>,
    /// The tools that the model may call.
    pub tools: Vec<ToolSpec>,
    /// The parameters, such as the temperature, under the names that the provider gives them.
    pub parameters: Map<String, Value>,
}
made_of!(ModelRequest { model: String, messages: Vec<Message> });

/// The call of a model: a hook runs around it, and may cache, retry, choose another model or answer by itself.
///
/// * **Point**: `model.wrap`, a [wrap](crate::point::Wrap) point.
/// * **Event**: [`ModelRequest`]. **Response**: [`ModelResponse`].
/// * **When**: after [`ModelBefore`]. Inside it, the host asks the model, retries, and asks the configured fallbacks.
/// * **A hook may** call `next` never, once or several times. What an earlier call has streamed is taken back. A response
///   without any call of `next` passes [`ModelDelta`] in one piece.
/// * **`Err`**: the turn ends as [`Refused`](super::End::Refused) if a hook fails, as [`Failed`](super::End::Failed) if the
///   error is that of the model. Where a hook is open and has not called `next`, the model is asked without that hook.
/// * **Neighbours**: [`ModelBefore`] and [`ModelAfter`] see request and response and are simpler where that is enough.
#[hook_point("model.wrap", kind = wrap, event = ModelRequest, outcome = ModelResponse)]
#[derive(Debug)]
pub struct ModelWrap;

/// The response of a model.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct ModelResponse {
    /// The message, with the tool calls of the model.
    pub message: Message,
    /// The reasoning of the model, if the provider gives it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub thinking: String,
    /// The reason why the model stopped.
    #[serde(default)]
    pub finish: Finish,
    /// The tokens and the cost, if the provider reports them.
    #[serde(default)]
    pub usage: Option<Usage>,
}
made_of!(ModelResponse { message: Message });

/// The reason why a model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Finish {
    /// The answer is complete, or waits for the results of its tool calls.
    #[default]
    Stop,
    /// The answer reached the largest length that the model may write.
    Length,
    /// The provider, or a hook, withheld the rest.
    Filter,
}

/// The tokens and the cost of one model call.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, Described)]
pub struct Usage {
    /// The number of tokens read.
    pub input_tokens: u64,
    /// The number of tokens written.
    pub output_tokens: u64,
    /// The cost in US dollars, if it is known.
    pub cost: Option<f64>,
}

/// A piece of an answer while it is streamed, before anybody sees it: a hook may change it, hold it back or stop the stream.
///
/// * **Point**: `model.delta`, an [edit](crate::point::Edit) point for plain functions (`fn`, not `async fn`).
/// * **Event**: [`Delta`].
/// * **When**: for each piece of text as it comes, and once more with `last` when nothing follows. What a hook leaves is
///   what is shown, and what becomes of the response's text.
/// * **A hook may** change the text, empty it to hold it back until a later piece, or set `stop`: the answer ends there,
///   and its tool calls are dropped.
/// * **`Err`**: the turn ends as [`Refused`](super::End::Refused); pieces that were shown before stay shown. A hook that
///   is slow here slows every piece.
/// * **Neighbours**: [`ModelThinking`] has the reasoning; [`ModelAfter`] sees the whole answer, when people saw it already.
#[hook_point("model.delta", kind = edit, event = Delta, sync)]
#[derive(Debug)]
pub struct ModelDelta;

/// A piece of an answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Delta {
    /// The text of the piece; empty to hold it back.
    pub text: String,
    /// Whether this is the end: nothing follows, and what was held back must come now.
    pub last: bool,
    /// The reason for stopping the stream; set by the hook that stops it.
    pub stop: Option<String>,
}
made_of!(Delta { text: String });

/// A piece of a model's reasoning, before anybody sees it: a hook may change it or hold it back.
///
/// * **Point**: `model.thinking`, an [edit](crate::point::Edit) point for plain functions (`fn`, not `async fn`).
/// * **Event**: this type.
/// * **When**: for each piece of reasoning that the provider gives, before it is shown or recorded, and once more with
///   `last` when nothing follows. Never for a model that gives none.
/// * **A hook may** change the text, or empty it to hold it back, until a later piece or for ever. The answer itself does
///   not come here.
/// * **`Err`**: the turn ends as [`Refused`](super::End::Refused).
/// * **Neighbours**: [`ModelDelta`] does the same for the answer; [`ModelAfter`] has both as a whole.
#[hook_point("model.thinking", kind = edit, sync)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelThinking {
    /// The text of the piece; empty to hold it back.
    pub text: String,
    /// Whether this is the end of the reasoning: nothing follows, and what was held back must come now.
    #[serde(default)]
    pub last: bool,
}
made_of!(ModelThinking { text: String });

/// The complete response of a model: a hook may change it before the agent uses it.
///
/// * **Point**: `model.after`, an [edit](crate::point::Edit) point.
/// * **Event**: [`ModelResponse`].
/// * **When**: for each response, after [`ModelWrap`]; not for attempts that failed.
/// * **A hook may** change the text and the tool calls. If a text that was streamed changes, the client is told to show the
///   new one instead.
/// * **`Err`**: the turn ends as [`Refused`](super::End::Refused), and the tool calls are not made. A plugin's request
///   fails with the error.
/// * **Neighbours**: [`AnswerReview`](super::AnswerReview) sees only the final answer of a turn, not each response.
#[hook_point("model.after", kind = edit, event = ModelResponse)]
#[derive(Debug)]
pub struct ModelAfter;

/// The refusal of a provider that is asked too often.
///
/// * **Point**: `model.rate_limit`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: when a provider answers so, inside [`ModelWrap`], before it is decided whether the model is asked again.
/// * **A hook may** look.
/// * **`Err`**: the fault is reported; the attempts go on.
/// * **Neighbours**: [`ModelRetry`] follows if the model is asked again, else [`ModelFallback`] or [`ModelExhausted`].
#[hook_point("model.rate_limit", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelRateLimit {
    /// The name of the model.
    pub model: String,
    /// The wait that the provider asks for, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// The number of the attempt that failed, from 1.
    pub attempt: u32,
    /// The largest number of attempts.
    pub max_attempts: u32,
}
made_of!(ModelRateLimit { model: String, attempt: u32, max_attempts: u32 });

/// A further attempt to ask a model, before the wait.
///
/// * **Point**: `model.retry`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: inside [`ModelWrap`], when an attempt failed in a way that may pass (overload, network, silence), and
///   attempts are left (`retry.attempts`).
/// * **A hook may** look. To retry by a rule of its own, a plugin hooks [`ModelWrap`].
/// * **`Err`**: the fault is reported; the model is asked again.
/// * **Neighbours**: [`ModelFallback`] fires when the next model is asked instead of the same.
#[hook_point("model.retry", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelRetry {
    /// The name of the model.
    pub model: String,
    /// The number of the attempt that follows, from 2.
    pub attempt: u32,
    /// The largest number of attempts.
    pub max_attempts: u32,
    /// The wait before the attempt, in milliseconds.
    pub wait_ms: u64,
    /// The error of the attempt that failed.
    pub error: String,
    /// The kind of that error.
    #[serde(default)]
    pub error_kind: ModelErrorKind,
    /// The HTTP status of the provider's answer, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}
made_of!(ModelRetry { model: String, attempt: u32, max_attempts: u32 });

/// The kinds of errors of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ModelErrorKind {
    /// The provider is asked too often.
    RateLimited,
    /// The provider cannot answer now, or cannot be reached.
    #[default]
    Unavailable,
    /// The answer ended in the middle.
    Cut,
    /// The answer makes no sense.
    Malformed,
    /// The provider does not take the question.
    Refused,
    /// The model, which is code of a plugin, panicked.
    Panicked,
}

/// The change to another model after one has failed.
///
/// * **Point**: `model.fallback`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: inside [`ModelWrap`], when all attempts with a model failed, before the next model of the agent's
///   `fallback` list is asked.
/// * **A hook may** look.
/// * **`Err`**: the fault is reported; the next model is asked.
/// * **Neighbours**: [`ModelRetry`] asks the same model again; [`ModelExhausted`] fires when the list is at its end.
#[hook_point("model.fallback", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelFallback {
    /// The name of the model that failed.
    pub from: String,
    /// The name of the model that is asked instead.
    pub to: String,
}
made_of!(ModelFallback { from: String, to: String });

/// The failure of all models that an agent may ask.
///
/// * **Point**: `model.exhausted`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: inside [`ModelWrap`], when the last model of the list has failed. Unless a wrap hook answers instead, the
///   turn then ends as [`Failed`](super::End::Failed).
/// * **A hook may** look: alert.
/// * **`Err`**: the fault is reported; the error stays what it is.
/// * **Neighbours**: [`ModelFallback`] fired for each model before.
#[hook_point("model.exhausted", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelExhausted {
    /// The name of the model that was asked last.
    pub model: String,
    /// The number of attempts, over all models.
    pub attempts: u32,
    /// The last error.
    pub error: String,
    /// The kind of that error.
    #[serde(default)]
    pub error_kind: ModelErrorKind,
    /// The HTTP status of the provider's answer, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}
made_of!(ModelExhausted { model: String, attempts: u32, error: String });

/// The tokens and the cost of a model call.
///
/// * **Point**: `model.usage`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after each answer whose provider reports its usage, inside [`ModelWrap`]: also for an answer that is then
///   rejected as empty, and for those of members, plugins and summaries.
/// * **A hook may** look: bill, count, warn. The host's own limit is `limits.tokens`.
/// * **`Err`**: the fault is reported; the answer counts.
/// * **Neighbours**: [`ModelAfter`] has the same numbers in the response, once for each request.
#[hook_point("model.usage", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelUsage {
    /// The name of the model.
    pub model: String,
    /// The number of tokens read.
    pub input_tokens: u64,
    /// The number of tokens written.
    pub output_tokens: u64,
    /// The cost in US dollars, if it is known.
    pub cost: Option<f64>,
    /// How long the answer took, from the question to its last piece, in milliseconds.
    #[serde(default)]
    pub duration_ms: u64,
}
made_of!(ModelUsage { model: String, input_tokens: u64, output_tokens: u64 });
