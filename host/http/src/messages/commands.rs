use crate::api_error::ApiError;
use crate::body::Query;
use crate::state::AppState;
use crate::wire::{Command, Commands};
use axum::Json;
use axum::extract::State;
use hookwire_engine::SendError;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CommandsQuery {
    /// The agent whose commands to list; the one that answers over HTTP, if absent.
    agent: Option<String>,
}

/// Lists the slash commands that an agent understands.
#[utoipa::path(
    get, path = "/v1/commands", tag = "messages", params(CommandsQuery),
    responses((status = 200, description = "the commands", body = Commands)),
)]
pub(crate) async fn list_commands(
    State(state): State<Arc<AppState>>,
    Query(query): Query<CommandsQuery>,
) -> Result<Json<Commands>, ApiError> {
    let options = state.engine().options();
    let routed = options.route("http");
    let agent = query.agent.as_deref().unwrap_or(routed);
    if !options.agents.contains_key(agent) {
        return Err(SendError::NoAgent(options.no_agent(agent)).into());
    }
    let commands = state.engine().commands(agent).into_iter();
    let commands = commands.map(|it| Command {
        name: it.name,
        usage: it.usage,
        description: it.description,
        admin: it.admin,
        background: it.background,
    });
    let commands = commands.collect();
    Ok(Json(Commands { commands }))
}
