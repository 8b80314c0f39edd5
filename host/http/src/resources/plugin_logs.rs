use super::page_limit::page_limit;
use crate::api_error::ApiError;
use crate::body::{Path, Query};
use crate::event_stream::event_stream;
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{LogLevel, LogLine, PluginLog};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use hookwire_engine::plugin_logs::{LogFollower, LogQuery};
use hookwire_engine::store::Millis;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::interval;

/// How often a log that is followed is looked at.
const LOOK: Duration = Duration::from_millis(200);

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogsQuery {
    /// Lines of this level and above only: `info`, `warn` or `error`.
    level: Option<LogLevel>,
    /// Lines that were written at this time or later only, in milliseconds since 1970.
    since: Option<Millis>,
    /// The number of lines, the latest ones; 50, if absent, and 500 at most.
    limit: Option<u32>,
    /// Whether the lines that come are streamed behind those that are there, each as an event `line`.
    follow: Option<bool>,
}

/// Returns the latest lines of a plugin's log that were written for the caller; without a token also those that were
/// written for nobody. The command `plugins logs` shows all.
///
/// With `follow=true` the answer is a stream of server-sent events: `line`, with a line as JSON, for each that is there and
/// each that comes. A client that comes back asks with `since`.
#[utoipa::path(
    get, path = "/v1/plugins/{id}/logs", tag = "host", params(("id" = String, Path, description = "the plugin's id"), LogsQuery),
    responses((status = 200, description = "the lines, or a stream of them", content((PluginLog = "application/json"), (LogLine = "text/event-stream")))),
)]
pub(crate) async fn show_plugin_logs(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<LogsQuery>,
) -> Result<Response, ApiError> {
    let engine = state.engine();
    if engine.plugins().registry().plugin(&id).is_none() {
        return Err(ApiError::not_found("plugin", "unknown_plugin", &id));
    }
    let logs = engine.plugin_logs().cloned().ok_or_else(|| {
        let message = "this host keeps no logs of plugins, as it has no data folder (store.data)";
        ApiError::new(StatusCode::NOT_IMPLEMENTED, "no_logs", message)
    })?;
    let follow = query.follow == Some(true);
    let query = LogQuery {
        level: query.level.map(Into::into),
        since: query.since,
        // What a plugin writes may tell of its users.
        owner: Some(caller.owner().clone()),
        limit: Some(page_limit(query.limit) as usize),
    };
    if follow && let Some(log) = logs.follow(&id, query.clone()) {
        return Ok(stream(&state, log));
    }
    let lines = tokio::task::spawn_blocking(move || logs.read(&id, &query)).await;
    let failed = |why: String| ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "unreadable_logs", why);
    let lines =
        lines.map_err(|stopped| failed(stopped.to_string()))?.map_err(|error| failed(error.to_string()))?;
    Ok(Json(PluginLog { lines: lines.into_iter().map(Into::into).collect() }).into_response())
}

/// Streams a log until the client leaves or the server closes.
fn stream(state: &AppState, log: LogFollower) -> Response {
    let (looks, closing) = (interval(LOOK), state.closing());
    let batches = stream::unfold((log, looks, closing), |(log, mut looks, mut closing)| async move {
        tokio::select! {
            biased;
            _ = closing.wait_for(|closing| *closing) => return None,
            _ = looks.tick() => {}
        }
        let (log, lines) = tokio::task::spawn_blocking(move || read(log)).await.ok()?;
        Some((stream::iter(lines?), (log, looks, closing)))
    });
    event_stream(batches.flatten(), state.keep_alive())
}

/// Returns the events of the next lines; none, where the log cannot be read any more.
fn read(mut log: LogFollower) -> (LogFollower, Option<Vec<Event>>) {
    let event = |line| Event::default().event("line").json_data(LogLine::from(line)).ok();
    let lines = log.next_lines().map(|lines| lines.into_iter().filter_map(event).collect());
    let lines = lines.inspect_err(|error| tracing::warn!("a plugin's log cannot be followed: {error}"));
    (log, lines.ok())
}
