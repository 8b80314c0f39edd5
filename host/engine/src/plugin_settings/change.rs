use super::edit::PluginEdit;
use super::error::PluginSettingsError;
use super::show::{find, latest};
use crate::state::EngineState;
use crate::store::{PluginChange, Store};
use crate::time::now;
use hookwire::config::Problems;
use hookwire::live::{ReconfigureError, Reconfigured, Status, SwitchError};
use hookwire::plugin::{Manifest, SectionSet};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A change of a plugin that was made and stored.
#[derive(Debug, Clone, PartialEq)]
pub struct PluginChanged {
    /// The change.
    pub change: PluginChange,
    /// What became of the settings.
    pub outcome: Reconfigured,
}

/// Changes a plugin: checks the change, applies it to the plugin that runs, and stores it.
pub(crate) async fn change(
    state: &EngineState,
    id: &str,
    edit: PluginEdit,
    expected: Option<u64>,
    by: &str,
) -> Result<PluginChanged, PluginSettingsError> {
    let plugins = state.plugins();
    let manifest = find(plugins.registry(), id)?;
    let _only_one = state.sections().begin_change().await;
    let last = latest(&**state.store(), id).await?;
    let next = next(manifest, last.as_ref(), &edit, expected, by, &plugins.settings().required)?;
    let base = state.sections().of(id);
    let before = Before {
        // Values that do not fit any more were never applied.
        sections: last.and_then(|last| base.with(id, &last.values).ok()).unwrap_or_else(|| base.clone()),
        is_on: is_on(state, id),
    };
    let sections = with(id, &base, &next.values)?;
    let outcome = match apply(state, manifest, sections, edit.enabled).await {
        Ok(outcome) => outcome,
        Err(error) => {
            before.restore(state, manifest).await;
            return Err(error);
        }
    };
    if let Err(error) = store(&**state.store(), &next).await {
        before.restore(state, manifest).await;
        return Err(error);
    }
    Ok(PluginChanged { change: next, outcome })
}

/// Returns the change that follows the last one.
pub(super) fn next(
    plugin: &Manifest,
    last: Option<&PluginChange>,
    edit: &PluginEdit,
    expected: Option<u64>,
    by: &str,
    required: &BTreeSet<String>,
) -> Result<PluginChange, PluginSettingsError> {
    let (id, latest) = (plugin.id.to_owned(), last.map_or(0, |last| last.version));
    if let Some(expected) = expected.filter(|expected| *expected != latest) {
        return Err(PluginSettingsError::Conflict { id, expected, latest });
    }
    if edit.enabled == Some(false) && required.contains(&id) {
        return Err(PluginSettingsError::Required { id });
    }
    let (values, enabled) = edit.after(last, plugin)?;
    Ok(PluginChange { plugin: id, version: latest + 1, enabled, values, by: by.to_owned(), at: now() })
}

/// Returns the sections of a plugin with what was changed of its own, the tier and the limits included.
pub(super) fn with(
    id: &str,
    sections: &SectionSet,
    values: &Map<String, Value>,
) -> Result<SectionSet, PluginSettingsError> {
    sections.with(id, values).map_err(|problems| does_not_fit(id, problems))
}

/// Returns the error of settings that do not fit.
pub(super) fn does_not_fit(id: &str, problems: Problems) -> PluginSettingsError {
    let (id, why, problems) = (id.to_owned(), problems.to_string(), problems.0);
    PluginSettingsError::Kept(ReconfigureError::Kept { id, why, problems })
}

/// Stores a change, unless another one was quicker.
pub(super) async fn store(store: &dyn Store, change: &PluginChange) -> Result<(), PluginSettingsError> {
    if store.add_plugin_change(change).await? {
        return Ok(());
    }
    let latest = latest(store, &change.plugin).await?.map_or(0, |latest| latest.version);
    Err(PluginSettingsError::Conflict { id: change.plugin.clone(), expected: change.version - 1, latest })
}

/// A plugin as it was before a change.
struct Before {
    sections: SectionSet,
    is_on: bool,
}

impl Before {
    /// Brings the plugin back to what it was.
    async fn restore(self, state: &EngineState, manifest: &'static Manifest) {
        if let Err(error) = apply(state, manifest, self.sections, Some(self.is_on)).await {
            tracing::error!("`{}` cannot be brought back to its old settings: {error}", manifest.id);
        }
    }
}

fn is_on(state: &EngineState, id: &str) -> bool {
    let status = state.plugins().status();
    status.iter().any(|(plugin, status)| *plugin == id && *status != Status::Disabled)
}

/// Applies settings to a plugin that runs, and switches it on or off.
async fn apply(
    state: &EngineState,
    manifest: &'static Manifest,
    sections: SectionSet,
    enabled: Option<bool>,
) -> Result<Reconfigured, PluginSettingsError> {
    let (plugins, id) = (state.plugins(), manifest.id);
    if enabled == Some(false) && is_on(state, id) {
        plugins.disable(id).await.or_else(unclean).map_err(PluginSettingsError::Switch)?;
    }
    let outcome = plugins.reconfigure_all(id, sections).await.map_err(PluginSettingsError::Kept)?;
    if enabled != Some(true) || is_on(state, id) {
        return Ok(outcome);
    }
    match plugins.enable(id).await {
        Ok(()) => Ok(Reconfigured::Applied),
        Err(error) => {
            // It was off, so it is off and not broken.
            let _ = plugins.disable(id).await;
            Err(PluginSettingsError::Switch(error))
        }
    }
}

/// A plugin whose stop was not clean is off all the same.
fn unclean(error: SwitchError) -> Result<(), SwitchError> {
    match error {
        SwitchError::Unclean { .. } => {
            tracing::warn!("{error}");
            Ok(())
        }
        other => Err(other),
    }
}
