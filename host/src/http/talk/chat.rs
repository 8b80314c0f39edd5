use super::super::door::Door;
use super::super::problem::Problem;
use super::inbox::{Inbox, MessageParts};
use super::message::{self, MessageBody};
use crate::agent::Outcome;
use axum::Json;
use axum::extract::State;
use hookwire::cx::RequestKind;
use std::sync::Arc;

/// Sends a message and waits for the answer.
///
/// With the header `Idempotency-Key`, sending it again gives the same answer and does nothing twice, also when its session
/// is closed by now. Slash commands, and what a hook answers in the agent's place, are done each time.
#[utoipa::path(
    post, path = "/v1/chat", tag = "messages",
    request_body(content((MessageBody = "application/json"), (MessageParts = "multipart/form-data"))),
    params(("idempotency-key" = Option<String>, Header, description = "makes a second sending the same message")),
    responses((status = 200, description = "how it ended", body = Outcome)),
)]
pub(in crate::http) async fn chat(
    State(door): State<Arc<Door>>,
    inbox: Inbox,
) -> Result<Json<Outcome>, Problem> {
    let (incoming, files) = inbox.open(RequestKind::Chat);
    let sent = message::send(&door, incoming, files).await?;
    Ok(Json(door.wait(sent.outcome()).await?))
}
