use super::super::body::{Asked, Fields, Json, Path};
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::problem::Problem;
use super::sessions::limit;
use crate::store::{Approval, Resolution, Scope};
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Which approvals.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Which {
    /// Whether only those that wait for an answer; yes, if absent.
    pending: Option<bool>,
    /// How many; 50, if absent, and 500 at most.
    limit: Option<u32>,
}

/// Approvals, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Approvals {
    approvals: Vec<Approval>,
}

/// Returns the approvals in the caller's sessions.
#[utoipa::path(
    get, path = "/v1/approvals", tag = "approvals", params(Which),
    responses((status = 200, description = "the approvals", body = Approvals)),
)]
pub(in crate::http) async fn list(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(which): Asked<Which>,
) -> Result<axum::Json<Approvals>, Problem> {
    let (pending, limit) = (which.pending.unwrap_or(true), limit(which.limit));
    let approvals = door.agent.store().approvals(Some(&caller.owner), pending, limit).await?;
    Ok(axum::Json(Approvals { approvals }))
}

/// Returns an approval.
#[utoipa::path(
    get, path = "/v1/approvals/{id}", tag = "approvals", params(("id" = String, Path, description = "the approval's id")),
    responses((status = 200, description = "the approval", body = Approval)),
)]
pub(in crate::http) async fn show(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<axum::Json<Approval>, Problem> {
    owned(&door, &caller, &id).await.map(axum::Json)
}

/// What a human says.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct AnswerBody {
    /// Whether the call may run.
    approve: bool,
    /// How far a yes goes; this one call, if absent.
    #[serde(default)]
    scope: Scope,
}

impl Fields for AnswerBody {
    const FIELDS: Option<&'static [&'static str]> = Some(&["approve", "scope"]);
}

/// Answers an approval that waits.
#[utoipa::path(
    post, path = "/v1/approvals/{id}", tag = "approvals", params(("id" = String, Path, description = "the approval's id")),
    request_body = AnswerBody,
    responses((status = 200, description = "the approval, answered", body = Approval)),
)]
pub(in crate::http) async fn answer(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<AnswerBody>,
) -> Result<axum::Json<Approval>, Problem> {
    owned(&door, &caller, &id).await?;
    match door.agent.answer(&id, body.approve, caller.name(), body.scope).await? {
        Resolution::Now(approval) => Ok(axum::Json(approval)),
        Resolution::Before(approval) => {
            let state = format!("{:?}", approval.state).to_lowercase();
            let message = format!("approval `{id}` does not wait any more, it is {state}");
            Err(Problem::new(StatusCode::CONFLICT, "answered", message))
        }
        Resolution::Unknown => Err(unknown(&id)),
    }
}

async fn owned(door: &Door, caller: &Caller, id: &str) -> Result<Approval, Problem> {
    // No id has a zero character, and not every database can be asked for one.
    if id.contains('\0') {
        return Err(unknown(id));
    }
    let approval = door.agent.store().approval(id).await?;
    approval.filter(|approval| approval.owner == caller.owner).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Problem {
    Problem::unknown("approval", "unknown_approval", id)
}
