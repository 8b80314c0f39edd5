use crate::api_error::ApiError;
use crate::body::{Json, Path};
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{Schedule, ScheduleBody, Schedules};
use axum::extract::State;
use axum::http::StatusCode;
use hookwire_engine::{NewSchedule, ScheduleError};
use std::sync::Arc;

/// The number of characters of the message that are the name of a schedule without one.
const NAME_LENGTH: usize = 40;

/// Lists the caller's schedules, the next to fire first.
#[utoipa::path(
    get, path = "/v1/schedules", tag = "schedules",
    responses((status = 200, description = "the schedules", body = Schedules)),
)]
pub(crate) async fn list_schedules(
    State(state): State<Arc<AppState>>,
    caller: Caller,
) -> Result<axum::Json<Schedules>, ApiError> {
    let schedules = state.engine().store().schedules(Some(caller.owner())).await?;
    Ok(axum::Json(Schedules { schedules: schedules.into_iter().map(Into::into).collect() }))
}

/// Creates a schedule.
#[utoipa::path(
    post, path = "/v1/schedules", tag = "schedules", request_body = ScheduleBody,
    responses((status = 201, description = "the schedule", body = Schedule)),
)]
pub(crate) async fn create_schedule(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Json(body): Json<ScheduleBody>,
) -> Result<(StatusCode, axum::Json<Schedule>), ApiError> {
    let schedule = NewSchedule {
        name: body.name.unwrap_or_else(|| body.message.chars().take(NAME_LENGTH).collect()),
        owner: caller.owner().clone(),
        session: body.session,
        agent: body.agent,
        message: body.message,
        at: body.at,
        every_ms: body.every_ms,
    };
    let schedule = state.engine().schedule(schedule).await?;
    Ok((StatusCode::CREATED, axum::Json(schedule.into())))
}

/// Cancels a schedule.
#[utoipa::path(
    delete, path = "/v1/schedules/{id}", tag = "schedules", params(("id" = String, Path, description = "the schedule's id")),
    responses((status = 204, description = "the schedule does not fire any more")),
)]
pub(crate) async fn cancel_schedule(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let removed = state.engine().unschedule(&id, caller.owner()).await?;
    let unknown = || ApiError::not_found("schedule", "unknown_schedule", &id);
    removed.map(|_| StatusCode::NO_CONTENT).ok_or_else(unknown)
}

impl From<ScheduleError> for ApiError {
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
