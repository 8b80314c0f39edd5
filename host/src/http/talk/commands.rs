use super::super::body::Asked;
use super::super::door::Door;
use super::super::problem::Problem;
use crate::agent::SendError;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Whose.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Whose {
    /// The agent; the one that answers here, if absent.
    agent: Option<String>,
}

/// The commands of an agent.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Commands {
    commands: Vec<Command>,
}

/// What a message can be beside a message: `/name` and, perhaps, more.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Command {
    /// Its name, without the slash.
    name: String,
    /// What it does, and whose it is.
    description: String,
}

/// Returns the slash commands that an agent understands.
#[utoipa::path(
    get, path = "/v1/commands", tag = "messages", params(Whose),
    responses((status = 200, description = "the commands", body = Commands)),
)]
pub(in crate::http) async fn commands(
    State(door): State<Arc<Door>>,
    Asked(whose): Asked<Whose>,
) -> Result<Json<Commands>, Problem> {
    let options = door.agent.options();
    let routed = options.route("http");
    let agent = whose.agent.as_deref().unwrap_or(&routed);
    if !options.agents.contains_key(agent) {
        return Err(SendError::NoAgent(options.no_agent(agent)).into());
    }
    let commands = door.agent.commands(agent).into_iter();
    let commands = commands.map(|(name, description)| Command { name, description }).collect();
    Ok(Json(Commands { commands }))
}
