//! Routes that change plugins while the host runs.

use crate::api_error::ApiError;
use crate::body::{Json, Path};
use crate::guard::Caller;
use crate::headers::if_match;
use crate::state::AppState;
use crate::wire::{
    Observers, ObserversBody, PluginChangeResult, PluginHistory, PluginReloadResult, PluginSettings,
    PluginSettingsBody,
};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::AppendHeaders;
use hookwire_engine::store::PluginChange;
use hookwire_engine::{PluginEdit, PluginSettingsError};
use std::sync::Arc;

type Tagged<T> = (AppendHeaders<[(header::HeaderName, String); 1]>, axum::Json<T>);

fn tagged<T>(version: u64, body: T) -> Tagged<T> {
    (AppendHeaders([(header::ETAG, format!("\"{version}\""))]), axum::Json(body))
}

/// Returns the settings of a plugin.
#[utoipa::path(
    get, path = "/v1/plugins/{id}/config", tag = "host", params(("id" = String, Path, description = "the plugin's id")),
    responses((status = 200, description = "the settings, without secrets", body = PluginSettings)),
)]
pub(crate) async fn show_settings(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Tagged<PluginSettings>, ApiError> {
    caller.require_operator()?;
    let settings = state.engine().plugin_settings(&id).await?;
    Ok(tagged(settings.version, PluginSettings::new(id, settings)))
}

/// Changes the settings of a plugin: checks them, applies them, and stores them.
#[utoipa::path(
    post, path = "/v1/plugins/{id}/config", tag = "host", request_body = PluginSettingsBody,
    params(
        ("id" = String, Path, description = "the plugin's id"),
        ("if-match" = Option<String>, Header, description = "the version that the settings must have"),
    ),
    responses((status = 200, description = "the change", body = PluginChangeResult)),
)]
pub(crate) async fn change_settings(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<PluginSettingsBody>,
) -> Result<Tagged<PluginChangeResult>, ApiError> {
    change(&state, &caller, &id, body.into(), &headers).await
}

/// Switches a plugin on.
#[utoipa::path(
    post, path = "/v1/plugins/{id}/enable", tag = "host", params(("id" = String, Path, description = "the plugin's id")),
    responses((status = 200, description = "the change", body = PluginChangeResult)),
)]
pub(crate) async fn enable_plugin(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Tagged<PluginChangeResult>, ApiError> {
    let edit = PluginEdit { enabled: Some(true), ..PluginEdit::default() };
    change(&state, &caller, &id, edit, &headers).await
}

/// Switches a plugin off and stops it at once: new requests do not see it, those in flight still call it to their end.
#[utoipa::path(
    post, path = "/v1/plugins/{id}/disable", tag = "host", params(("id" = String, Path, description = "the plugin's id")),
    responses((status = 200, description = "the change", body = PluginChangeResult)),
)]
pub(crate) async fn disable_plugin(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Tagged<PluginChangeResult>, ApiError> {
    let edit = PluginEdit { enabled: Some(false), ..PluginEdit::default() };
    change(&state, &caller, &id, edit, &headers).await
}

async fn change(
    state: &AppState,
    caller: &Caller,
    id: &str,
    edit: PluginEdit,
    headers: &HeaderMap,
) -> Result<Tagged<PluginChangeResult>, ApiError> {
    caller.require_operator()?;
    let changed = state.engine().change_plugin(id, edit, if_match(headers)?, caller.name()).await?;
    Ok(tagged(changed.change.version, changed.into()))
}

/// Lets hooks at observe points run, or none of them: new requests see it, those in flight do not.
#[utoipa::path(
    post, path = "/v1/hooks/observers", tag = "host", request_body = ObserversBody,
    responses((status = 200, description = "the change", body = Observers)),
)]
pub(crate) async fn switch_observers(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Json(body): Json<ObserversBody>,
) -> Result<axum::Json<Observers>, ApiError> {
    caller.require_operator()?;
    Ok(axum::Json(state.engine().switch_observers(body.run, caller.name()).await?.into()))
}

/// Makes a plugin anew with the settings it has.
#[utoipa::path(
    post, path = "/v1/plugins/{id}/reload", tag = "host", params(("id" = String, Path, description = "the plugin's id")),
    responses((status = 200, description = "what became of it", body = PluginReloadResult)),
)]
pub(crate) async fn reload_plugin(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<axum::Json<PluginReloadResult>, ApiError> {
    caller.require_operator()?;
    Ok(axum::Json(PluginReloadResult { outcome: state.engine().reload_plugin(&id).await? }))
}

/// Lists the changes of a plugin while hosts ran.
#[utoipa::path(
    get, path = "/v1/plugins/{id}/history", tag = "host", params(("id" = String, Path, description = "the plugin's id")),
    responses((status = 200, description = "the changes, the latest first", body = PluginHistory)),
)]
pub(crate) async fn show_history(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<axum::Json<PluginHistory>, ApiError> {
    caller.require_operator()?;
    let changes = state.engine().plugin_history(&id, PluginChange::MOST_SHOWN).await?;
    Ok(axum::Json(PluginHistory { changes: changes.into_iter().map(Into::into).collect() }))
}

impl From<PluginSettingsError> for ApiError {
    fn from(error: PluginSettingsError) -> Self {
        use PluginSettingsError as E;
        let (status, code) = match error {
            E::Store(error) => return error.into(),
            E::Unknown { .. } => (StatusCode::NOT_FOUND, "unknown_plugin"),
            E::Conflict { .. } => (StatusCode::PRECONDITION_FAILED, "settings_changed"),
            E::Required { .. } => (StatusCode::CONFLICT, "plugin_required"),
            E::Kept(_) | E::Switch(_) => (StatusCode::UNPROCESSABLE_ENTITY, "settings_kept"),
            _ => (StatusCode::BAD_REQUEST, "bad_settings"),
        };
        Self::new(status, code, error.to_string())
    }
}
