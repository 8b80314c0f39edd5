//! A message on its way in.

use super::body::Fields;
use super::door::Door;
use super::problem::Problem;
use crate::agent::{Incoming, Sent};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// The longest key that is kept.
const KEY: usize = 200;

/// A message to an agent.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct MessageBody {
    /// What it says.
    pub(super) message: String,
    /// The session it goes on with; a new one, if absent.
    #[serde(default)]
    pub(super) session: Option<String>,
    /// The agent that is to answer; the one of the session or the route, if absent.
    #[serde(default)]
    pub(super) agent: Option<String>,
}

impl Fields for MessageBody {
    const FIELDS: Option<&'static [&'static str]> = Some(&["message", "session", "agent"]);
}

/// Returns what makes a second sending the same message, if the client says so.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let fits = |key: &&str| !key.is_empty() && key.len() <= KEY;
    match key.to_str().ok().filter(fits) {
        Some(key) => Ok(Some(key.to_owned())),
        None => {
            let message = format!("`Idempotency-Key` must be 1 to {KEY} printable ASCII characters");
            Err(Problem::bad("invalid_key", message))
        }
    }
}

/// Sends a message on a task of its own: a client that leaves must not stop it half-way.
pub(super) async fn send(door: &Door, incoming: Incoming) -> Result<Sent, Problem> {
    let agent = door.agent.clone();
    let sent = tokio::spawn(async move { agent.send(incoming).await }).await;
    let broken = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", "the host itself panicked");
    Ok(sent.map_err(broken)??)
}
