use super::page_limit::page_limit;
use crate::api_error::ApiError;
use crate::body::{Path, Query};
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{LogLevel, PluginLog};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hookwire_engine::plugin_logs::LogQuery;
use hookwire_engine::store::Millis;
use serde::Deserialize;
use std::sync::Arc;

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
}

/// Returns the latest lines of a plugin's log that were written for the caller; without a token also those that were
/// written for nobody. The command `plugins logs` shows all.
#[utoipa::path(
    get, path = "/v1/plugins/{id}/logs", tag = "host", params(("id" = String, Path, description = "the plugin's id"), LogsQuery),
    responses((status = 200, description = "the lines", body = PluginLog)),
)]
pub(crate) async fn show_plugin_logs(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<LogsQuery>,
) -> Result<Json<PluginLog>, ApiError> {
    let engine = state.engine();
    if engine.plugins().registry().plugin(&id).is_none() {
        return Err(ApiError::not_found("plugin", "unknown_plugin", &id));
    }
    let logs = engine.plugin_logs().cloned().ok_or_else(|| {
        let message = "this host keeps no logs of plugins, as it has no data folder (store.data)";
        ApiError::new(StatusCode::NOT_IMPLEMENTED, "no_logs", message)
    })?;
    let query = LogQuery {
        level: query.level.map(Into::into),
        since: query.since,
        // What a plugin writes may tell of its users.
        owner: Some(caller.owner().clone()),
        limit: Some(page_limit(query.limit) as usize),
    };
    let lines = tokio::task::spawn_blocking(move || logs.read(&id, &query)).await;
    let failed = |why: String| ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "unreadable_logs", why);
    let lines =
        lines.map_err(|stopped| failed(stopped.to_string()))?.map_err(|error| failed(error.to_string()))?;
    Ok(Json(PluginLog { lines: lines.into_iter().map(Into::into).collect() }))
}
