use super::text::Usage;
use crate::api_error::ApiError;
use axum::http::StatusCode;
use hookwire::points::End;
use hookwire_engine::Outcome;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use utoipa::ToSchema;

/// An answer, whole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatCompletion)]
pub(crate) struct Reply {
    /// The answer's id.
    id: String,
    /// The type of this object: always `chat.completion`.
    object: &'static str,
    /// When the answer was made, in seconds since 1970.
    created: u64,
    /// The agent's name.
    model: String,
    /// The one choice.
    #[schema(value_type = Vec<Object>)]
    choices: [Value; 1],
    /// The number of tokens used.
    usage: Usage,
}

/// The fields that an answer and each of its chunks begin with.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) created: u64,
    pub(super) model: String,
}

impl Head {
    pub(super) fn new(id: &str, model: String) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { id: format!("chatcmpl-{id}"), created: since.as_secs(), model }
    }

    /// Returns a whole answer.
    pub(super) fn reply(self, outcome: &Outcome, usage: Usage) -> Result<Reply, ApiError> {
        let finish = finish_reason(outcome)?;
        let refusal = outcome.error.as_ref().filter(|_| outcome.end == End::Refused);
        let message = json!({ "role": "assistant", "content": outcome.response, "refusal": refusal });
        let choice = json!({ "index": 0, "message": message, "logprobs": null, "finish_reason": finish });
        let Self { id, created, model } = self;
        Ok(Reply { id, object: "chat.completion", created, model, choices: [choice], usage })
    }
}

/// Returns the reason why an answer ended; an answer that failed is an error.
pub(super) fn finish_reason(outcome: &Outcome) -> Result<&'static str, ApiError> {
    let failed = |status, code| {
        let why = outcome.error.clone().unwrap_or_else(|| "the answer failed".into());
        Err(ApiError::new(status, code, why))
    };
    match outcome.end {
        End::Completed | End::Intercepted => Ok("stop"),
        End::Limited => Ok("length"),
        End::Refused => Ok("content_filter"),
        End::Cancelled => failed(StatusCode::SERVICE_UNAVAILABLE, "cancelled"),
        _ => failed(StatusCode::BAD_GATEWAY, "failed"),
    }
}
