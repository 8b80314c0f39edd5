use super::body::Json;
use super::door::Door;
use super::message::{self, MessageBody};
use super::problem::Problem;
use crate::agent::{Incoming, Outcome};
use axum::extract::State;
use axum::http::HeaderMap;
use hookwire::cx::RequestKind;
use std::sync::Arc;

/// Sends a message and waits for the answer.
///
/// With the header `Idempotency-Key`, sending it again gives the same answer and does nothing twice.
#[utoipa::path(
    post, path = "/v1/chat", tag = "messages", request_body = MessageBody,
    responses((status = 200, description = "how it ended", body = Outcome)),
)]
pub(super) async fn chat(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    Json(body): Json<MessageBody>,
) -> Result<axum::Json<Outcome>, Problem> {
    let incoming = Incoming {
        channel: "http".into(),
        kind: RequestKind::Chat,
        session: body.session,
        agent: body.agent,
        message: body.message,
        key: message::key(&headers)?,
        ..Incoming::default()
    };
    Ok(axum::Json(message::send(&door, incoming).await?.outcome().await))
}
