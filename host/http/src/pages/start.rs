use super::html_page::wants_html;
use super::templates::page;
use super::{cards, session};
use crate::api_error::ApiError;
use crate::guard::Caller;
use crate::headers::login_cookie;
use crate::mount::MountPath;
use crate::state::AppState;
use crate::wire::status_text;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use hookwire_engine::CardPage;
use hookwire_engine::store::Page;
use serde_json::{Value, json};
use std::sync::Arc;

/// How many of the caller's sessions are shown.
const SESSIONS: u32 = 20;

/// Shows the start page: the state of the host, its agents and plugins, and the caller's sessions. Programs, which do not
/// accept HTML, are told where the API is described.
#[utoipa::path(
    get, path = "/", tag = "pages",
    responses((status = 200, description = "the start page, as HTML, or where the API is described, as JSON", content_type = "text/html")),
)]
pub(crate) async fn show_start(
    State(state): State<Arc<AppState>>,
    mount: MountPath,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let version = env!("CARGO_PKG_VERSION");
    if !wants_html(&headers) {
        let hint =
            json!({ "name": "Hookwire", "version": version, "openapi": format!("{}/openapi.json", mount.0) });
        return Ok(Json(hint).into_response());
    }
    let engine = state.engine();
    let first = Page { before: None, limit: SESSIONS };
    let sessions = engine.store().sessions(Some(caller.owner()), &first).await?;
    let filled = engine.cards(CardPage::Dashboard(caller.owner()), &mount.0).await;
    let values = json!({
        "version": version,
        "not_ready": not_ready(&state).await,
        "caller": caller.token(),
        "has_cookie": login_cookie(&headers).is_some(),
        "cards": cards::values(filled),
        "agents": agents(&state),
        "sessions": sessions.iter().map(session::values).collect::<Vec<_>>(),
        "plugins": plugins(&state, &caller),
    });
    Ok(page(&state, &mount, StatusCode::OK, "start.html", values).await.into_response())
}

/// Returns why no messages are taken in; empty, if they are.
async fn not_ready(state: &AppState) -> String {
    if state.engine().is_stopping() {
        return "the host is stopping".into();
    }
    if state.engine().is_starved() {
        return "plugins keep the threads of the host; restart it".into();
    }
    match state.engine().store().ping().await {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

fn agents(state: &AppState) -> Vec<Value> {
    let agents = state.engine().options().agents.iter();
    agents.map(|(name, agent)| json!({ "name": name, "model": agent.model })).collect()
}

fn plugins(state: &AppState, caller: &Caller) -> Vec<Value> {
    let plugins = state.engine().plugins();
    let status = plugins.status();
    let value = |plugin: &&'static hookwire::plugin::Manifest| {
        let status = status
            .iter()
            .find(|(id, _)| *id == plugin.id)
            .map(|(_, status)| status_text(status, caller.is_operator()));
        json!({
            "id": plugin.id,
            "name": plugin.name,
            "description": plugin.description,
            "version": plugin.version,
            "status": status,
        })
    };
    plugins.registry().plugins().iter().map(value).collect()
}
