use super::super::door::Door;
use super::super::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// That the host is there.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// The version of the host.
    version: &'static str,
}

const OK: Health = Health { status: "ok", version: env!("CARGO_PKG_VERSION") };

/// Says that the process lives.
#[utoipa::path(get, path = "/health", tag = "host", responses((status = 200, description = "it lives", body = Health)))]
pub(in crate::http) async fn health() -> Json<Health> {
    Json(OK)
}

/// Says whether messages are taken in: the store answers, and the host is not about to stop.
#[utoipa::path(get, path = "/ready", tag = "host", responses((status = 200, description = "it is ready", body = Health)))]
pub(in crate::http) async fn ready(State(door): State<Arc<Door>>) -> Result<Json<Health>, Problem> {
    if door.agent.is_stopping() {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", "the host is stopping"));
    }
    door.agent.store().ping().await.map_err(|error| {
        let problem = Problem::from(error);
        Problem { status: StatusCode::SERVICE_UNAVAILABLE, ..problem }
    })?;
    Ok(Json(OK))
}
