use super::super::body::{Asked, Path};
use super::super::door::Door;
use super::super::problem::Problem;
use crate::show::View;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hookwire::registry::Order;
use hookwire::{PluginList, Plugins, suggest};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// A running host does not know which feature brought a plugin; `hookwire plugins` does.
const NO_LIST: PluginList = PluginList { entries: &[], feature_disabled: &[] };

/// Returns the plugins and how they fare.
#[utoipa::path(
    get, path = "/v1/plugins", tag = "host",
    responses((status = 200, description = "as `hookwire plugins list --json`, with `status`", body = Object)),
)]
pub(in crate::http) async fn list(State(door): State<Arc<Door>>) -> Json<Value> {
    let plugins = door.agent.plugins();
    let mut shown = view(plugins).plugins_json();
    if let Some(shown) = shown["plugins"].as_array_mut() {
        for plugin in shown {
            forget_feature(plugin);
        }
    }
    Json(shown)
}

/// Returns everything of one plugin.
#[utoipa::path(
    get, path = "/v1/plugins/{id}", tag = "host", params(("id" = String, Path, description = "the plugin's id")),
    responses((status = 200, description = "as `hookwire plugins info --json`, with `status`", body = Object)),
)]
pub(in crate::http) async fn show(
    State(door): State<Arc<Door>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let plugins = door.agent.plugins();
    let manifest = plugins.registry().plugin(&id);
    let manifest = manifest.ok_or_else(|| Problem::unknown("plugin", "unknown_plugin", &id))?;
    let mut shown = view(plugins).plugin_json(manifest);
    forget_feature(&mut shown);
    Ok(Json(shown))
}

/// Which hooks.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Which {
    /// Only those of this point.
    point: Option<String>,
}

/// Returns every hook in the order it runs.
#[utoipa::path(
    get, path = "/v1/hooks", tag = "host", params(Which),
    responses((status = 200, description = "as `hookwire hooks --json`", body = Object)),
)]
pub(in crate::http) async fn hooks(
    State(door): State<Arc<Door>>,
    Asked(which): Asked<Which>,
) -> Result<Json<Value>, Problem> {
    let plugins = door.agent.plugins();
    let orders = plugins.registry().orders();
    let wanted = |order: &&Order| which.point.as_ref().is_none_or(|point| order.point.name == point);
    let found: Vec<&Order> = orders.iter().filter(wanted).collect();
    if let (true, Some(point)) = (found.is_empty(), &which.point) {
        let near = suggest::nearest(point, orders.iter().map(|order| order.point.name));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let message = format!("there is no hook point `{point}`{hint}");
        return Err(Problem::new(StatusCode::NOT_FOUND, "unknown_point", message));
    }
    let mut shown = view(plugins).hooks_json(&found);
    shown.as_array_mut().into_iter().flatten().for_each(forget_feature);
    Ok(Json(shown))
}

fn view(plugins: &Plugins) -> View<'_> {
    View {
        registry: plugins.registry(),
        list: &NO_LIST,
        settings: plugins.settings(),
        status: plugins.status(),
    }
}

fn forget_feature(shown: &mut Value) {
    let Some(fields) = shown.as_object_mut() else { return };
    fields.remove("feature");
    let hooks = fields.get_mut("hooks").and_then(Value::as_array_mut);
    hooks.into_iter().flatten().for_each(forget_feature);
}
