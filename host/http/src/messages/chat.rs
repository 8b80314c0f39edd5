use super::incoming::IncomingMessage;
use super::send::send;
use crate::api_error::ApiError;
use crate::state::AppState;
use crate::wire::{MessageBody, MessageParts, Outcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hookwire::cx::RequestKind;
use hookwire_engine::Incoming;
use std::sync::Arc;

/// Sends a message to an agent and waits for the answer.
///
/// With the header `Idempotency-Key`, sending the message again gives the same answer and does nothing twice, also when
/// its session is closed by now. Slash commands, and messages that a hook answers in the agent's place, run each time.
#[utoipa::path(
    post, path = "/v1/chat", tag = "messages",
    request_body(content((MessageBody = "application/json"), (MessageParts = "multipart/form-data"))),
    params(("idempotency-key" = Option<String>, Header, description = "the key that makes a second sending the same message")),
    responses((status = 200, description = "the outcome of the message; a plugin that answers in the agent's place may choose another status", body = Outcome)),
)]
pub(crate) async fn send_message(
    State(state): State<Arc<AppState>>,
    IncomingMessage(incoming, files): IncomingMessage,
) -> Result<(StatusCode, Json<Outcome>), ApiError> {
    let incoming = Incoming { kind: RequestKind::Chat, ..incoming };
    let sent = send(state.engine(), incoming, files).await?;
    let outcome = state.until_closing(sent.outcome()).await?;
    // A number that is no status must not become an error of the host.
    let status = outcome
        .status
        .filter(|status| *status >= 200)
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or_default();
    Ok((status, Json(outcome.into())))
}
