use super::cards;
use super::html_page::HtmlPage;
use super::templates::page;
use crate::api_error::ApiError;
use crate::body::{Path, Query};
use crate::guard::Caller;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use hookwire_engine::CardPage;
use hookwire_engine::store::{Session, StoredMessage};
use hookwire_engine::time::moment;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// How many messages a page has.
const MESSAGES: u32 = 200;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TranscriptQuery {
    /// Messages behind the one of this number only.
    after: Option<u64>,
}

/// Shows one of the caller's sessions, with its messages and cards.
#[utoipa::path(
    get, path = "/sessions/{id}", tag = "pages", params(("id" = String, Path, description = "the session's id"), TranscriptQuery),
    responses((status = 200, description = "the session, as HTML", content_type = "text/html")),
)]
pub(crate) async fn show_transcript(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<TranscriptQuery>,
) -> Result<HtmlPage, ApiError> {
    let session = state.owned_session(&id, caller.owner()).await?;
    let after = query.after.unwrap_or(0);
    let mut found = state.engine().store().messages(&id, after, MESSAGES + 1).await?;
    let has_more = found.len() > MESSAGES as usize;
    found.truncate(MESSAGES as usize);
    let next = found.last().map(|message| message.seq).filter(|_| has_more);
    let filled = state.engine().cards(CardPage::Session(&session)).await;
    let values = json!({
        "session": values(&session),
        "messages": found.iter().map(message).collect::<Vec<_>>(),
        "next": next,
        "cards": cards::values(filled),
    });
    Ok(page(&state, StatusCode::OK, "session.html", values).await)
}

/// Returns a session as the pages show it.
pub(super) fn values(session: &Session) -> Value {
    json!({
        "id": session.id,
        "label": session.label,
        "agent": session.agent,
        "turns": session.turns,
        "active_at": moment(session.active_at),
        "is_closed": session.closed_at.is_some(),
    })
}

fn message(stored: &StoredMessage) -> Value {
    let message = &stored.message;
    let tools: Vec<_> = message.calls.iter().map(|call| &call.tool).collect();
    json!({
        "role": message.role,
        "plugin": message.plugin,
        "at": moment(stored.at),
        "text": message.text,
        "tools": tools,
    })
}
