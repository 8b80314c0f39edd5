use super::cards;
use super::html_page::HtmlPage;
use super::templates::page;
use crate::api_error::ApiError;
use crate::body::{Path, Query};
use crate::guard::Caller;
use crate::mount::MountPath;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use hookwire_engine::CardPage;
use hookwire_engine::store::{Session, StoredMessage};
use hookwire_engine::time::moment;
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::sync::Arc;

/// How many messages a page has.
const MESSAGES: u32 = 200;
/// How many bytes the texts of a page have together: written as HTML they may be six times as long, and templates have a limit.
const MOST_BYTES: usize = 512 << 10;
/// How many bytes of one text are shown.
const MOST_OF_ONE: usize = 64 << 10;

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
    mount: MountPath,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<TranscriptQuery>,
) -> Result<HtmlPage, ApiError> {
    let session = state.owned_session(&id, caller.owner()).await?;
    let after = query.after.unwrap_or(0);
    let mut found = state.engine().store().messages(&id, after, MESSAGES + 1).await?;
    let fitting = fitting(&found);
    let has_more = found.len() > fitting;
    found.truncate(fitting);
    let next = found.last().map(|message| message.seq).filter(|_| has_more);
    let filled = state.engine().cards(CardPage::Session(&session), &mount.0).await;
    let values = json!({
        "session": values(&session),
        "messages": found.iter().map(message).collect::<Vec<_>>(),
        "next": next,
        "cards": cards::values(filled),
    });
    Ok(page(&state, &mount, StatusCode::OK, "session.html", values).await)
}

/// Returns how many of the messages a page has room for.
fn fitting(messages: &[StoredMessage]) -> usize {
    let mut bytes = 0;
    let fits = |stored: &&StoredMessage| {
        bytes += stored.message.text.len().min(MOST_OF_ONE);
        bytes <= MOST_BYTES
    };
    messages.iter().take(MESSAGES as usize).take_while(fits).count()
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
        "text": shown(&message.text),
        "tools": tools,
    })
}

/// Returns the part of a text that is shown, and says so if that is not all.
fn shown(text: &str) -> Cow<'_, str> {
    if text.len() <= MOST_OF_ONE {
        return text.into();
    }
    let start = &text[..text.floor_char_boundary(MOST_OF_ONE)];
    format!("{start}… ({} bytes, the export has all)", text.len()).into()
}
