//! A message on its way in.

use super::super::body::Fields;
use super::super::door::Door;
use super::super::problem::Problem;
use super::files::Folder;
use crate::agent::{Incoming, Sent};
use axum::http::HeaderMap;
use serde::Deserialize;
use utoipa::ToSchema;

/// The longest key that is kept.
const KEY: usize = 200;

/// A message to an agent.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(in crate::http) struct MessageBody {
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
pub(in crate::http) fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
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

/// Sends a message, and keeps the files that came with it only if a turn begins for it.
pub(in crate::http) async fn send(
    door: &Door,
    incoming: Incoming,
    files: Option<Folder>,
) -> Result<Sent, Problem> {
    Ok(door.agent.send_with(incoming, move || files.into_iter().for_each(Folder::keep)).await?)
}
