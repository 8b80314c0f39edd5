use super::cards;
use super::html_page::HtmlPage;
use super::templates::page;
use crate::api_error::ApiError;
use crate::body::Path;
use crate::guard::Caller;
use crate::mount::MountPath;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use hookwire_engine::{CardPage, SendError};
use serde_json::json;
use std::sync::Arc;

/// Shows an agent, with its commands and cards.
#[utoipa::path(
    get, path = "/agents/{name}", tag = "pages", params(("name" = String, Path, description = "the agent's name")),
    responses((status = 200, description = "the agent, as HTML", content_type = "text/html")),
)]
pub(crate) async fn show_agent(
    State(state): State<Arc<AppState>>,
    mount: MountPath,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<HtmlPage, ApiError> {
    let engine = state.engine();
    let Some(agent) = engine.options().agents.get(&name) else {
        return Err(SendError::NoAgent(engine.options().no_agent(&name)).into());
    };
    let commands = engine.commands(&name).into_iter();
    let commands = commands.map(|it| json!({ "usage": it.usage, "description": it.description }));
    let filled = engine.cards(CardPage::Agent(&name, caller.owner()), &mount.0).await;
    let values = json!({
        "name": name,
        "model": agent.model,
        "fallback": agent.fallback,
        "members": agent.members,
        "commands": commands.collect::<Vec<_>>(),
        "cards": cards::values(filled),
    });
    Ok(page(&state, &mount, StatusCode::OK, "agent.html", values).await)
}
