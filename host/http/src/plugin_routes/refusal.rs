use crate::api_error::ApiError;
use crate::state::AppState;
use axum::http::StatusCode;
use hookwire::live::{RouteError, Status};
use hookwire::plugin::RoutesDecl;
use hookwire::suggest::unknown;

/// Returns the answer to a request for routes that are not there, or not now.
pub(super) fn no_routes(state: &AppState, id: &str) -> ApiError {
    let plugins = state.engine().plugins();
    let with_routes =
        plugins.registry().plugins().iter().filter(|it| it.contributions_of::<RoutesDecl>().next().is_some());
    let ids: Vec<_> = with_routes.map(|plugin| plugin.id).collect();
    if plugins.registry().plugin(id).is_none() {
        return ApiError::new(StatusCode::NOT_FOUND, "unknown_plugin", unknown("plugin", id, ids));
    }
    if !ids.contains(&id) {
        return ApiError::new(StatusCode::NOT_FOUND, "no_routes", format!("the plugin `{id}` has no routes"));
    }
    let status = plugins.status().into_iter().find(|(found, _)| *found == id).map(|(_, status)| status);
    let message = match status {
        Some(Status::Disabled) => {
            format!("the plugin `{id}` is off; switch it on: hookwire plugins enable {id}")
        }
        _ => format!("the plugin `{id}` does not run; `hookwire plugins info {id}` says why"),
    };
    ApiError::new(StatusCode::NOT_FOUND, "plugin_off", message)
}

/// Returns the answer where the plugin gave none; what went wrong is told to the operator alone.
pub(super) fn no_answer(error: &RouteError) -> ApiError {
    let (code, message) = match error {
        RouteError::TimedOut { plugin, after } => {
            ("plugin_timeout", format!("the plugin `{plugin}` has not answered within {after:?}"))
        }
        RouteError::Panicked { plugin, .. } => {
            ("plugin_failed", format!("the plugin `{plugin}` panicked; the log of the host says more"))
        }
        RouteError::OverBudget { plugin, .. } => (
            "plugin_failed",
            format!("the plugin `{plugin}` took more than it may; the log of the host says more"),
        ),
        RouteError::NotMade { plugin, .. } => {
            ("plugin_failed", format!("the plugin `{plugin}` made no routes; the log of the host says why"))
        }
        other => ("plugin_failed", other.to_string()),
    };
    ApiError::new(error.status(), code, message)
}
