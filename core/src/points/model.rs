use super::{Message, ToolSpec, made_of};
use crate::hook_point;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Fired before each model call: messages, instructions, tools, parameters.
#[hook_point("model.before", kind = edit, event = ModelRequest)]
#[derive(Debug)]
pub struct ModelBefore;

/// What a model is asked.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelRequest {
    /// The model's name.
    pub model: String,
    /// The instructions.
    pub system: String,
    /// The conversation.
    pub messages: Vec<Message>,
    /// The tools it may call.
    pub tools: Vec<ToolSpec>,
    /// Temperature and the like, as the provider names them.
    pub parameters: Map<String, Value>,
}
made_of!(ModelRequest { model: String, messages: Vec<Message> });

/// Fired around each model call: retry, cache, fall back, answer without the model.
#[hook_point("model.wrap", kind = wrap, event = ModelRequest, outcome = ModelResponse)]
#[derive(Debug)]
pub struct ModelWrap;

/// What a model answered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelResponse {
    /// The message, with the tools it calls.
    pub message: Message,
    /// The reasoning before it, where the model gives it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub thinking: String,
    /// Why the model stopped.
    #[serde(default)]
    pub finish: Finish,
    /// What it cost, where the provider says so.
    #[serde(default)]
    pub usage: Option<Usage>,
}
made_of!(ModelResponse { message: Message });

/// Why a model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Finish {
    /// It was done, or waits for its tools.
    #[default]
    Stop,
    /// It may not write more.
    Length,
    /// The provider would not show the rest.
    Filter,
}

/// What a model call cost.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read.
    pub input_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// US dollars, where that is known.
    pub cost: Option<f64>,
}

/// Fired for each streamed piece before anyone sees it; hooks must be plain functions.
#[hook_point("model.delta", kind = edit, event = Delta, sync)]
#[derive(Debug)]
pub struct ModelDelta;

/// A piece of an answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Delta {
    /// The text; a hook may change it, or hold it back by making it empty.
    pub text: String,
    /// Whether this is the end: nothing follows, and what was held back must come now.
    pub last: bool,
    /// Set by a hook that stops the stream, to the reason.
    pub stop: Option<String>,
}
made_of!(Delta { text: String });

/// Fired with the model's reasoning, where it gives it.
#[hook_point("model.thinking", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelThinking {
    /// The reasoning.
    pub text: String,
}
made_of!(ModelThinking { text: String });

/// Fired with each complete response.
#[hook_point("model.after", kind = edit, event = ModelResponse)]
#[derive(Debug)]
pub struct ModelAfter;

/// Fired when a provider says it is asked too often, before the wait.
#[hook_point("model.rate_limit", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelRateLimit {
    /// The model's name.
    pub model: String,
    /// How long the provider asks to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// Which attempt this was, from 1.
    pub attempt: u32,
    /// How many there will be.
    pub max_attempts: u32,
}
made_of!(ModelRateLimit { model: String, attempt: u32, max_attempts: u32 });

/// Fired before a model is asked again.
#[hook_point("model.retry", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelRetry {
    /// The model's name.
    pub model: String,
    /// Which attempt comes, from 2.
    pub attempt: u32,
    /// How many there will be.
    pub max_attempts: u32,
    /// How long the host waits before, in milliseconds.
    pub wait_ms: u64,
    /// What went wrong.
    pub error: String,
}
made_of!(ModelRetry { model: String, attempt: u32, max_attempts: u32 });

/// Fired when another model is asked instead.
#[hook_point("model.fallback", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelFallback {
    /// The model that failed.
    pub from: String,
    /// The model asked instead.
    pub to: String,
}
made_of!(ModelFallback { from: String, to: String });

/// Fired when no model is left to ask.
#[hook_point("model.exhausted", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelExhausted {
    /// The model asked last.
    pub model: String,
    /// How often models were asked.
    pub attempts: u32,
    /// What went wrong last.
    pub error: String,
}
made_of!(ModelExhausted { model: String, attempts: u32, error: String });

/// Fired with the tokens and the cost of each call.
#[hook_point("model.usage", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelUsage {
    /// The model's name.
    pub model: String,
    /// Tokens read.
    pub input_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// What it cost in US dollars, where that is known.
    pub cost: Option<f64>,
}
made_of!(ModelUsage { model: String, input_tokens: u64, output_tokens: u64 });
