use crate::api_error::ApiError;
use crate::body::{Path, Query};
use crate::guard::Caller;
use crate::state::AppState;
use crate::wire::{HookPoint, Plugin, Plugins};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hookwire::suggest;
use serde::Deserialize;
use std::sync::Arc;

/// Lists the plugins with their states.
#[utoipa::path(
    get, path = "/v1/plugins", tag = "host",
    responses((status = 200, description = "the plugins", body = Plugins)),
)]
pub(crate) async fn list_plugins(State(state): State<Arc<AppState>>, caller: Caller) -> Json<Plugins> {
    Json(Plugins::new(state.engine().plugins(), caller.is_operator()))
}

/// Returns a plugin with everything it contributes.
#[utoipa::path(
    get, path = "/v1/plugins/{id}", tag = "host", params(("id" = String, Path, description = "the plugin's id")),
    responses((status = 200, description = "the plugin", body = Plugin)),
)]
pub(crate) async fn show_plugin(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Plugin>, ApiError> {
    let plugins = state.engine().plugins();
    let manifest = plugins.registry().plugin(&id);
    let manifest = manifest.ok_or_else(|| ApiError::not_found("plugin", "unknown_plugin", &id))?;
    let plugin = Plugin::new(manifest, plugins, caller.is_operator());
    let is_operator = caller.is_operator();
    Ok(Json(if is_operator { plugin.for_operator(manifest, plugins) } else { plugin }))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HooksQuery {
    /// The hook point whose hooks to list; all points, if absent.
    point: Option<String>,
}

/// Lists the hook points with their hooks, in the order they run.
#[utoipa::path(
    get, path = "/v1/hooks", tag = "host", params(HooksQuery),
    responses((status = 200, description = "the hook points", body = Vec<HookPoint>)),
)]
pub(crate) async fn list_hooks(
    State(state): State<Arc<AppState>>,
    Query(query): Query<HooksQuery>,
) -> Result<Json<Vec<HookPoint>>, ApiError> {
    let plugins = state.engine().plugins();
    let orders = plugins.registry().orders();
    let wanted = |name: &str| query.point.as_ref().is_none_or(|point| name == point);
    let found = orders.iter().filter(|order| wanted(order.point.name));
    let found: Vec<_> = found.map(|order| HookPoint::new(order, plugins)).collect();
    if let (true, Some(point)) = (found.is_empty(), &query.point) {
        let hint = suggest::did_you_mean(point, orders.iter().map(|order| order.point.name));
        let message = format!("there is no hook point `{point}`{hint}");
        return Err(ApiError::new(StatusCode::NOT_FOUND, "unknown_point", message));
    }
    Ok(Json(found))
}
