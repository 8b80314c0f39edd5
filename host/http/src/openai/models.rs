use crate::api_error::ApiError;
use crate::body::Path;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The agents, as models.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Models {
    /// The type of this object: always `list`.
    object: &'static str,
    data: Vec<Model>,
}

/// An agent, as a model.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Model {
    /// The agent's name.
    id: String,
    /// The type of this object: always `model`.
    object: &'static str,
    /// When the model was made: always 0.
    created: u64,
    /// The owner of the model: always `hookwire`.
    owned_by: &'static str,
}

impl Model {
    fn of(agent: &str) -> Self {
        Self { id: agent.to_owned(), object: "model", created: 0, owned_by: "hookwire" }
    }
}

/// Lists the agents, as models.
#[utoipa::path(
    get, path = "/v1/models", tag = "openai", responses((status = 200, description = "the agents", body = Models)),
)]
pub(crate) async fn list_models(State(state): State<Arc<AppState>>) -> Json<Models> {
    let data = state.engine().options().agents.keys().map(|name| Model::of(name)).collect();
    Json(Models { object: "list", data })
}

/// Returns an agent, as a model.
#[utoipa::path(
    get, path = "/v1/models/{model}", tag = "openai", params(("model" = String, Path, description = "the agent's name")),
    responses((status = 200, description = "the agent", body = Model)),
)]
pub(crate) async fn show_model(
    State(state): State<Arc<AppState>>,
    Path(model): Path<String>,
) -> Result<Json<Model>, ApiError> {
    check_model(&state, &model)?;
    Ok(Json(Model::of(&model)))
}

/// Fails if a model is no agent.
pub(super) fn check_model(state: &AppState, model: &str) -> Result<(), ApiError> {
    let options = state.engine().options();
    if options.agents.contains_key(model) {
        return Ok(());
    }
    let message = format!("{}; the model is the name of an agent", options.no_agent(model));
    Err(ApiError::new(StatusCode::NOT_FOUND, "model_not_found", message))
}
