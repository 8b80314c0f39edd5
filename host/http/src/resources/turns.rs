use crate::api_error::ApiError;
use crate::body::Path;
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::Turns;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use std::sync::Arc;

/// Lists the turns of a session, in their order.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/turns", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "the turns", body = Turns)),
)]
pub(crate) async fn list_turns(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Turns>, ApiError> {
    state.owned_session(&id, caller.owner()).await?;
    let turns = state.engine().store().turns(&id).await?;
    Ok(Json(Turns { turns: turns.into_iter().map(Into::into).collect() }))
}

/// Returns the trace of a turn: each hook that ran, what it changed and what came of it.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/turns/{turn}/trace", tag = "sessions",
    params(("id" = String, Path, description = "the session's id"), ("turn" = u64, Path, description = "the turn's number, from 1")),
    responses((status = 200, description = "the trace", body = Object)),
)]
pub(crate) async fn show_trace(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path((id, turn)): Path<(String, u64)>,
) -> Result<Json<Value>, ApiError> {
    state.owned_session(&id, caller.owner()).await?;
    let store = state.engine().store();
    if store.turn(&id, turn).await?.is_none() {
        return Err(ApiError::not_found("turn", "unknown_turn", &turn.to_string()));
    }
    let trace = store.trace(&id, turn).await?;
    let message = || format!("turn {turn} has no trace: it runs, or traces are not kept (sessions.trace)");
    let trace = trace.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "no_trace", message()))?;
    Ok(Json(trace))
}
