use crate::api_error::ApiError;
use crate::wire::Fields;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A request for an answer; fields that are not named here, such as `temperature`, are ignored.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ChatCompletionRequest {
    /// The name of an agent.
    pub(super) model: String,
    /// The conversation, which ends with a message of the user.
    pub(super) messages: Vec<ChatMessage>,
    /// Whether the answer is streamed.
    #[serde(default)]
    pub(super) stream: Option<bool>,
    /// The options of a stream.
    #[serde(default)]
    pub(super) stream_options: Option<StreamOptions>,
    /// The number of answers: must be 1.
    #[serde(default)]
    n: Option<u64>,
    /// The client's tools: must be empty, as tools are the agent's own.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    tools: Option<Vec<Value>>,
    /// The client's functions: must be empty, as tools are the agent's own.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    functions: Option<Vec<Value>>,
}

/// A message of the conversation.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ChatMessage {
    /// The author of the message: `system`, `developer`, `user` or `assistant`.
    pub(super) role: String,
    /// The content: a text, or a list of parts of type `text`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(super) content: Value,
}

/// The options of a stream.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct StreamOptions {
    /// Whether the last chunk has the usage.
    #[serde(default)]
    pub(super) include_usage: Option<bool>,
}

impl Fields for ChatCompletionRequest {
    const FIELDS: Option<&'static [&'static str]> = None;
}

impl ChatCompletionRequest {
    /// Fails if the answer would silently be something else than what was asked for.
    pub(super) fn check(&self) -> Result<(), ApiError> {
        let refuse = |message: &str| Err(ApiError::bad_request("unsupported", message));
        let some = |list: &Option<Vec<Value>>| list.as_ref().is_some_and(|list| !list.is_empty());
        if some(&self.tools) || some(&self.functions) {
            return refuse("`tools` must be empty: tools are the agent's own, and it runs them itself");
        }
        if self.n.is_some_and(|n| n != 1) {
            return refuse("`n` must be 1: an agent gives one answer");
        }
        Ok(())
    }

    pub(super) fn includes_usage(&self) -> bool {
        self.stream_options.as_ref().and_then(|options| options.include_usage).unwrap_or(false)
    }
}
