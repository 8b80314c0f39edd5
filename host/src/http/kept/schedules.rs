use super::super::body::{Fields, Json, Path};
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::problem::Problem;
use crate::store::Schedule;
use crate::tend::{NewSchedule, ScheduleError};
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Schedules, the next to fire first.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Schedules {
    schedules: Vec<Schedule>,
}

/// Returns the caller's schedules.
#[utoipa::path(
    get, path = "/v1/schedules", tag = "schedules",
    responses((status = 200, description = "the schedules", body = Schedules)),
)]
pub(in crate::http) async fn list(
    State(door): State<Arc<Door>>,
    caller: Caller,
) -> Result<axum::Json<Schedules>, Problem> {
    let schedules = door.agent.store().schedules(Some(&caller.owner)).await?;
    Ok(axum::Json(Schedules { schedules }))
}

/// A message to be sent at a time.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct ScheduleBody {
    /// What the message says.
    message: String,
    /// Its name; the message's beginning, if absent.
    name: Option<String>,
    /// The session the message goes to; a new one each time, if absent.
    session: Option<String>,
    /// The agent that answers.
    agent: Option<String>,
    /// When it is due first, in milliseconds since 1970; now, if absent.
    at: Option<i64>,
    /// How long after that again, in milliseconds; once, if absent.
    every_ms: Option<i64>,
}

impl Fields for ScheduleBody {
    const FIELDS: Option<&'static [&'static str]> =
        Some(&["message", "name", "session", "agent", "at", "every_ms"]);
}

/// Makes a schedule.
#[utoipa::path(
    post, path = "/v1/schedules", tag = "schedules", request_body = ScheduleBody,
    responses((status = 201, description = "the schedule", body = Schedule)),
)]
pub(in crate::http) async fn make(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Json(body): Json<ScheduleBody>,
) -> Result<(StatusCode, axum::Json<Schedule>), Problem> {
    let wanted = NewSchedule {
        name: body.name.unwrap_or_else(|| body.message.chars().take(40).collect()),
        owner: caller.owner.clone(),
        session: body.session,
        agent: body.agent,
        message: body.message,
        at: body.at,
        every_ms: body.every_ms,
    };
    Ok((StatusCode::CREATED, axum::Json(door.agent.schedule(wanted).await?)))
}

/// Calls a schedule off.
#[utoipa::path(
    delete, path = "/v1/schedules/{id}", tag = "schedules", params(("id" = String, Path, description = "the schedule's id")),
    responses((status = 204, description = "it does not fire any more")),
)]
pub(in crate::http) async fn cancel(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let removed = door.agent.unschedule(&id, &caller.owner).await?;
    let unknown = || Problem::unknown("schedule", "unknown_schedule", &id);
    removed.map(|_| StatusCode::NO_CONTENT).ok_or_else(unknown)
}

impl From<ScheduleError> for Problem {
    fn from(error: ScheduleError) -> Self {
        let (status, code) = match error {
            ScheduleError::Store(error) => return error.into(),
            ScheduleError::NoAgent(_) => (StatusCode::NOT_FOUND, "unknown_agent"),
            ScheduleError::NoSession(_) => (StatusCode::NOT_FOUND, "unknown_session"),
            ScheduleError::TooMany => (StatusCode::CONFLICT, "too_many_schedules"),
            ScheduleError::Empty
            | ScheduleError::TooOften
            | ScheduleError::TooSeldom
            | ScheduleError::TooEarly => (StatusCode::BAD_REQUEST, "bad_schedule"),
        };
        Self::new(status, code, error.to_string())
    }
}
