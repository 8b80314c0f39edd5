use crate::api_error::ApiError;
use crate::state::AppState;
use crate::wire::Health;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;

/// Tells that the process runs.
#[utoipa::path(get, path = "/health", tag = "host", responses((status = 200, description = "the process runs", body = Health)))]
pub(crate) async fn show_health() -> Json<Health> {
    Json(Health::OK)
}

/// Tells whether messages are taken in: the store answers, the host is not stopping, and plugins do not keep its threads.
#[utoipa::path(get, path = "/ready", tag = "host", responses((status = 200, description = "the host takes messages in", body = Health)))]
pub(crate) async fn show_readiness(State(state): State<Arc<AppState>>) -> Result<Json<Health>, ApiError> {
    if state.engine().is_stopping() {
        return Err(ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", "the host is stopping"));
    }
    if state.engine().is_starved() {
        return Err(ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "starved",
            "plugins keep the threads of the host; it has to be restarted",
        ));
    }
    let ping = state.engine().store().ping().await;
    ping.map_err(|error| ApiError::from(error).with_status(StatusCode::SERVICE_UNAVAILABLE))?;
    Ok(Json(Health::OK))
}
