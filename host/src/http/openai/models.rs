use super::super::body::Path;
use super::super::door::Door;
use super::super::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The agents.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Models {
    /// Always `list`.
    object: &'static str,
    data: Vec<Model>,
}

/// An agent.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Model {
    /// The agent's name.
    id: String,
    /// Always `model`.
    object: &'static str,
    /// Always 0.
    created: u64,
    /// Always `hookwire`.
    owned_by: &'static str,
}

impl Model {
    fn of(agent: &str) -> Self {
        Self { id: agent.to_owned(), object: "model", created: 0, owned_by: "hookwire" }
    }
}

/// Returns the agents, as models.
#[utoipa::path(
    get, path = "/v1/models", tag = "openai", responses((status = 200, description = "the agents", body = Models)),
)]
pub(in crate::http) async fn list(State(door): State<Arc<Door>>) -> Json<Models> {
    let data = door.agent.options().agents.keys().map(|name| Model::of(name)).collect();
    Json(Models { object: "list", data })
}

/// Returns an agent, as a model.
#[utoipa::path(
    get, path = "/v1/models/{model}", tag = "openai", params(("model" = String, Path, description = "the agent's name")),
    responses((status = 200, description = "the agent", body = Model)),
)]
pub(in crate::http) async fn show(
    State(door): State<Arc<Door>>,
    Path(model): Path<String>,
) -> Result<Json<Model>, Problem> {
    known(&door, &model)?;
    Ok(Json(Model::of(&model)))
}

/// Refuses a model that is no agent.
pub(super) fn known(door: &Door, model: &str) -> Result<(), Problem> {
    let options = door.agent.options();
    if options.agents.contains_key(model) {
        return Ok(());
    }
    let message = format!("{}; the model is the name of an agent", options.no_agent(model));
    Err(Problem::new(StatusCode::NOT_FOUND, "model_not_found", message))
}
