//! What ends something: a turn, a session, all that is kept of one.

use super::super::body::Path;
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::problem::Problem;
use crate::attachments;
use crate::store::Session;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// How long a session that is deleted waits for its turns, which were told to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was cancelled.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Cancelled {
    /// How many messages were being answered, or waited for that.
    cancelled: usize,
}

/// Cancels what runs and waits in a session.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/cancel", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "how much that was", body = Cancelled)),
)]
pub(in crate::http) async fn cancel(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Cancelled>, Problem> {
    door.session(&id, &caller).await?;
    Ok(Json(Cancelled { cancelled: door.agent.cancel(&id) }))
}

/// Closes a session: nothing can be said in it any more, and everything stays.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/close", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 200, description = "the session", body = Session)),
)]
pub(in crate::http) async fn close(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Session>, Problem> {
    let session = door.session(&id, &caller).await?;
    end(&door, &session).await?;
    Ok(Json(door.session(&id, &caller).await?))
}

/// Closes a session as its owner.
pub(in crate::http) async fn end(door: &Door, session: &Session) -> Result<(), Problem> {
    door.agent.close_session(session).await?;
    Ok(())
}

/// Deletes a session and everything of it; what runs in it is cancelled.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}", tag = "sessions", params(("id" = String, Path, description = "the session's id")),
    responses((status = 204, description = "it is gone")),
)]
pub(in crate::http) async fn delete(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let session = door.session(&id, &caller).await?;
    // First, so that nothing new begins in it.
    end(&door, &session).await?;
    door.agent.cancel(&id);
    let settled = door.agent.wait_until_session_idle(&id);
    if tokio::time::timeout(PATIENCE, settled).await.is_err() {
        let message = format!("something in session `{id}` does not end; try again in a moment");
        return Err(Problem::new(StatusCode::CONFLICT, "busy", message));
    }
    attachments::delete(&**door.agent.store(), door.agent.options().store.data.as_deref(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
