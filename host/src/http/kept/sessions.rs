use super::super::body::{Asked, Path};
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::problem::Problem;
use crate::store::{Millis, Page, Session, StoredMessage, TurnRecord};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// How much of a list comes at once, unless asked for; and at most.
const LIMIT: u32 = 50;
const MOST: u32 = 500;

/// Which part of the sessions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Which {
    /// Only those in which something last happened before this time: `next` of the page before.
    before: Option<Millis>,
    /// About how many; 50, if absent, and 500 at most.
    limit: Option<u32>,
}

/// Some sessions, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Sessions {
    sessions: Vec<Session>,
    /// What `before` must be for the next page; none, if this is the last.
    next: Option<Millis>,
}

/// Returns the caller's sessions, the latest first.
#[utoipa::path(
    get, path = "/v1/sessions", tag = "sessions", params(Which),
    responses((status = 200, description = "a page of sessions", body = Sessions)),
)]
pub(in crate::http) async fn list(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(which): Asked<Which>,
) -> Result<Json<Sessions>, Problem> {
    // One more shows whether there are more.
    let mut limit = limit(which.limit) + 1;
    loop {
        let page = Page { before: which.before, limit };
        let mut sessions = door.agent.store().sessions(Some(&caller.owner), &page).await?;
        if sessions.len() < limit as usize {
            return Ok(Json(Sessions { sessions, next: None }));
        }
        // Pages are cut by time, so those of one moment must not be torn apart.
        let last = sessions.last().map(|session| session.active_at);
        sessions.retain(|session| Some(session.active_at) != last);
        if let Some(next) = sessions.last().map(|session| session.active_at) {
            return Ok(Json(Sessions { sessions, next: Some(next) }));
        }
        limit = limit.saturating_mul(2);
    }
}

pub(super) fn limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(LIMIT).clamp(1, MOST)
}

/// Which part of the messages.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Part {
    /// Only those after this one: `next` of the page before.
    after: Option<u64>,
    /// How many; 50, if absent, and 500 at most.
    limit: Option<u32>,
}

/// A session with some of its messages, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Shown {
    session: Session,
    messages: Vec<StoredMessage>,
    /// What `after` must be for the next page; none, if this is the last.
    next: Option<u64>,
}

/// Returns a session with its messages.
#[utoipa::path(
    get, path = "/v1/sessions/{id}", tag = "sessions", params(("id" = String, Path, description = "the session's id"), Part),
    responses((status = 200, description = "the session", body = Shown)),
)]
pub(in crate::http) async fn show(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(part): Asked<Part>,
) -> Result<Json<Shown>, Problem> {
    let session = door.session(&id, &caller).await?;
    let limit = limit(part.limit);
    let messages = door.agent.store().messages(&id, part.after.unwrap_or(0), limit + 1).await;
    let mut messages = messages?;
    let more = messages.len() > limit as usize;
    messages.truncate(limit as usize);
    let next = messages.last().map(|message| message.seq).filter(|_| more);
    Ok(Json(Shown { session, messages, next }))
}

/// Everything of a session.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Export {
    session: Session,
    messages: Vec<StoredMessage>,
    turns: Vec<TurnRecord>,
}

/// Returns everything of a session, as a file to save.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/export", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "the session", body = Export)),
)]
pub(in crate::http) async fn export(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let session = door.session(&id, &caller).await?;
    let store = door.agent.store();
    let mut messages: Vec<StoredMessage> = Vec::new();
    loop {
        let after = messages.last().map_or(0, |message| message.seq);
        let page = store.messages(&id, after, MOST).await?;
        if page.is_empty() {
            break;
        }
        messages.extend(page);
    }
    let turns = store.turns(&id).await?;
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let name: String = id.chars().filter(fits).collect();
    let disposition = format!("attachment; filename=\"session-{name}.json\"");
    let head = [(header::CONTENT_DISPOSITION, disposition)];
    Ok((head, Json(Export { session, messages, turns })).into_response())
}
