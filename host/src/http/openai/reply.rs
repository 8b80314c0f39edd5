use super::super::problem::Problem;
use super::said::Usage;
use crate::agent::Outcome;
use axum::http::StatusCode;
use hookwire::points::End;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use utoipa::ToSchema;

/// A whole answer.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Reply {
    /// The answer's id.
    id: String,
    /// Always `chat.completion`.
    object: &'static str,
    /// When it was made, in seconds since 1970.
    created: u64,
    /// The agent's name.
    model: String,
    /// The one answer.
    #[schema(value_type = Vec<Object>)]
    choices: [Value; 1],
    usage: Usage,
}

/// What every part of an answer begins with.
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

    /// Writes a whole answer.
    pub(super) fn reply(self, outcome: &Outcome, usage: Usage) -> Result<Reply, Problem> {
        let finish = finish(outcome)?;
        let refusal = outcome.error.as_ref().filter(|_| outcome.end == End::Refused);
        let message = json!({ "role": "assistant", "content": outcome.response, "refusal": refusal });
        let choice = json!({ "index": 0, "message": message, "logprobs": null, "finish_reason": finish });
        let Self { id, created, model } = self;
        Ok(Reply { id, object: "chat.completion", created, model, choices: [choice], usage })
    }
}

/// Returns why an answer ended; one that failed is an error.
pub(super) fn finish(outcome: &Outcome) -> Result<&'static str, Problem> {
    let failed = |status, code| {
        let why = outcome.error.clone().unwrap_or_else(|| "the answer failed".into());
        Err(Problem::new(status, code, why))
    };
    match outcome.end {
        End::Completed | End::Intercepted => Ok("stop"),
        End::Limited => Ok("length"),
        End::Refused => Ok("content_filter"),
        End::Cancelled => failed(StatusCode::SERVICE_UNAVAILABLE, "cancelled"),
        _ => failed(StatusCode::BAD_GATEWAY, "failed"),
    }
}
