use super::super::body::Path;
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::problem::Problem;
use crate::store::TurnRecord;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// The turns of a session, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Turns {
    turns: Vec<TurnRecord>,
}

/// Returns the turns of a session.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/turns", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "the turns", body = Turns)),
)]
pub(in crate::http) async fn list(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Turns>, Problem> {
    door.session(&id, &caller).await?;
    Ok(Json(Turns { turns: door.agent.store().turns(&id).await? }))
}

/// Returns a turn's trace: each hook that ran, what it changed and what came of it.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/turns/{turn}/trace", tag = "sessions",
    params(("id" = String, Path, description = "the session's id"), ("turn" = u64, Path, description = "the turn's number, from 1")),
    responses((status = 200, description = "the trace", body = Object)),
)]
pub(in crate::http) async fn trace(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((id, turn)): Path<(String, u64)>,
) -> Result<Json<Value>, Problem> {
    door.session(&id, &caller).await?;
    let store = door.agent.store();
    if store.turn(&id, turn).await?.is_none() {
        return Err(Problem::unknown("turn", "unknown_turn", &turn.to_string()));
    }
    let trace = store.trace(&id, turn).await?;
    let message = || format!("turn {turn} has no trace: it runs, or traces are not kept (sessions.trace)");
    let trace =
        trace.ok_or_else(|| Problem::new(axum::http::StatusCode::NOT_FOUND, "no_trace", message()))?;
    Ok(Json(trace))
}
