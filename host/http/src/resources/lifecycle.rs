//! Routes that cancel turns and close or delete sessions.

use crate::api_error::ApiError;
use crate::body::Path;
use crate::data_folder;
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{Cancellation, Session};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;

/// The time that a session to be deleted waits for its turns, which were told to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Cancels the turns that run or wait in a session.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/cancel", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "the number of messages whose answering was cancelled", body = Cancellation)),
)]
pub(crate) async fn cancel_turns(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Cancellation>, ApiError> {
    state.owned_session(&id, caller.owner()).await?;
    Ok(Json(Cancellation { cancelled: state.engine().cancel(&id) }))
}

/// Closes a session: it takes no messages any more, and everything in it stays.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/close", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "the closed session", body = Session)),
)]
pub(crate) async fn close_session(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Session>, ApiError> {
    let session = state.owned_session(&id, caller.owner()).await?;
    state.engine().close_session(&session).await?;
    Ok(Json(state.owned_session(&id, caller.owner()).await?.into()))
}

/// Deletes a session and everything that belongs to it; turns that run in it are cancelled.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 204, description = "the session is deleted")),
)]
pub(crate) async fn delete_session(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let engine = state.engine();
    let session = state.owned_session(&id, caller.owner()).await?;
    // Closed first, so that no turn begins in it meanwhile.
    engine.close_session(&session).await?;
    engine.cancel(&id);
    if tokio::time::timeout(PATIENCE, engine.wait_until_session_idle(&id)).await.is_err() {
        let message = format!("something in session `{id}` does not end; try again in a moment");
        return Err(ApiError::new(StatusCode::CONFLICT, "busy", message));
    }
    data_folder::delete_session(engine, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
