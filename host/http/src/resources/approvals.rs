use super::page_limit::page_limit;
use crate::api_error::ApiError;
use crate::body::{Json, Path, Query};
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{AnswerBody, Approval, Approvals};
use axum::extract::State;
use axum::http::StatusCode;
use hookwire_engine::store::{self, Resolution};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ApprovalsQuery {
    /// Whether to list only approvals that wait for an answer; yes, if absent.
    pending: Option<bool>,
    /// The number of approvals; 50, if absent, and 500 at most.
    limit: Option<u32>,
}

/// Lists the approvals in the caller's sessions, the latest first.
#[utoipa::path(
    get, path = "/v1/approvals", tag = "approvals", params(ApprovalsQuery),
    responses((status = 200, description = "the approvals", body = Approvals)),
)]
pub(crate) async fn list_approvals(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Query(query): Query<ApprovalsQuery>,
) -> Result<axum::Json<Approvals>, ApiError> {
    let (pending, limit) = (query.pending.unwrap_or(true), page_limit(query.limit));
    let approvals = state.engine().store().approvals(Some(caller.owner()), pending, limit).await?;
    Ok(axum::Json(Approvals { approvals: approvals.into_iter().map(Into::into).collect() }))
}

/// Returns an approval.
#[utoipa::path(
    get, path = "/v1/approvals/{id}", tag = "approvals", params(("id" = String, Path, description = "the approval's id")),
    responses((status = 200, description = "the approval", body = Approval)),
)]
pub(crate) async fn show_approval(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<axum::Json<Approval>, ApiError> {
    Ok(axum::Json(owned_approval(&state, &caller, &id).await?.into()))
}

/// Answers an approval that waits.
#[utoipa::path(
    post, path = "/v1/approvals/{id}", tag = "approvals", params(("id" = String, Path, description = "the approval's id")),
    request_body = AnswerBody,
    responses((status = 200, description = "the approval with its answer", body = Approval)),
)]
pub(crate) async fn answer_approval(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<AnswerBody>,
) -> Result<axum::Json<Approval>, ApiError> {
    owned_approval(&state, &caller, &id).await?;
    match state.engine().answer(&id, body.approve, caller.name(), body.scope.into()).await? {
        Resolution::Now(approval) => Ok(axum::Json(approval.into())),
        Resolution::Before(approval) => {
            let state = format!("{:?}", approval.state).to_lowercase();
            let message = format!("approval `{id}` does not wait any more, it is {state}");
            Err(ApiError::new(StatusCode::CONFLICT, "answered", message))
        }
        Resolution::Unknown => Err(unknown(&id)),
    }
}

/// Returns an approval, or the answer that there is none, also if it is somebody else's.
async fn owned_approval(state: &AppState, caller: &Caller, id: &str) -> Result<store::Approval, ApiError> {
    // PostgreSQL cannot be asked for a text with a zero character, and no id has one.
    if id.contains('\0') {
        return Err(unknown(id));
    }
    let approval = state.engine().store().approval(id).await?;
    approval.filter(|approval| approval.owner == *caller.owner()).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> ApiError {
    ApiError::not_found("approval", "unknown_approval", id)
}
