use super::page_limit::{MAX, page_limit};
use crate::api_error::ApiError;
use crate::body::{Path, Query};
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{self, SessionExport, SessionMessages, Sessions};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use hookwire_engine::store::{Millis, Page, Session, StoredMessage};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SessionsQuery {
    /// Sessions in which something last happened before this time only: `next` of the page before.
    before: Option<Millis>,
    /// The approximate number of sessions; 50, if absent, and 500 at most.
    limit: Option<u32>,
}

/// Lists the caller's sessions, the latest first.
#[utoipa::path(
    get, path = "/v1/sessions", tag = "sessions", params(SessionsQuery),
    responses((status = 200, description = "a page of sessions", body = Sessions)),
)]
pub(crate) async fn list_sessions(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Query(query): Query<SessionsQuery>,
) -> Result<Json<Sessions>, ApiError> {
    // One session more shows whether there is another page.
    let mut limit = page_limit(query.limit) + 1;
    loop {
        let page = Page { before: query.before, limit };
        let mut sessions = state.engine().store().sessions(Some(caller.owner()), &page).await?;
        if sessions.len() < limit as usize {
            return Ok(Json(page_of(sessions, None)));
        }
        // Pages are cut by time, so sessions of the same moment must be on the same page.
        let last = sessions.last().map(|session| session.active_at);
        sessions.retain(|session| Some(session.active_at) != last);
        if let Some(next) = sessions.last().map(|session| session.active_at) {
            return Ok(Json(page_of(sessions, Some(next))));
        }
        limit = limit.saturating_mul(2);
    }
}

fn page_of(sessions: Vec<Session>, next: Option<Millis>) -> Sessions {
    Sessions { sessions: sessions.into_iter().map(Into::into).collect(), next }
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MessagesQuery {
    /// Messages behind the one of this number only: `next` of the page before.
    after: Option<u64>,
    /// The number of messages; 50, if absent, and 500 at most.
    limit: Option<u32>,
}

/// Returns a session with a page of its messages.
#[utoipa::path(
    get, path = "/v1/sessions/{id}", tag = "sessions", params(("id" = String, Path, description = "the session's id"), MessagesQuery),
    responses((status = 200, description = "the session with its messages", body = SessionMessages)),
)]
pub(crate) async fn show_session(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<MessagesQuery>,
) -> Result<Json<SessionMessages>, ApiError> {
    let session = state.owned_session(&id, caller.owner()).await?.into();
    let limit = page_limit(query.limit);
    let mut messages = state.engine().store().messages(&id, query.after.unwrap_or(0), limit + 1).await?;
    let more = messages.len() > limit as usize;
    messages.truncate(limit as usize);
    let next = messages.last().map(|message| message.seq).filter(|_| more);
    Ok(Json(SessionMessages { session, messages: written(messages), next }))
}

fn written(messages: Vec<StoredMessage>) -> Vec<wire::StoredMessage> {
    messages.into_iter().map(Into::into).collect()
}

/// Returns a session with all its messages and turns, as a file to save.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/export", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "the session with all its messages and turns", body = SessionExport)),
)]
pub(crate) async fn export_session(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let session = state.owned_session(&id, caller.owner()).await?.into();
    let store = state.engine().store();
    let mut messages: Vec<StoredMessage> = Vec::new();
    loop {
        let after = messages.last().map_or(0, |message| message.seq);
        let page = store.messages(&id, after, MAX).await?;
        if page.is_empty() {
            break;
        }
        messages.extend(page);
    }
    let turns = store.turns(&id).await?.into_iter().map(Into::into).collect();
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let name: String = id.chars().filter(fits).collect();
    let disposition = format!("attachment; filename=\"session-{name}.json\"");
    let headers = [(header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, Json(SessionExport { session, messages: written(messages), turns })).into_response())
}
