use super::edit::PluginEdit;
use super::error::PluginSettingsError;
use super::show::{find, latest};
use crate::state::EngineState;
use crate::store::PluginChange;
use crate::time::now;
use hookwire::config::Section;
use hookwire::live::{Reconfigured, Status, SwitchError};
use hookwire::plugin::Manifest;

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
    let manifest = find(state, id)?;
    let _only_one = state.sections().begin_change().await;
    let last = latest(state, id).await?;
    let version = last.as_ref().map_or(0, |last| last.version);
    if let Some(expected) = expected.filter(|expected| *expected != version) {
        return Err(PluginSettingsError::Conflict { id: id.into(), expected, latest: version });
    }
    let (values, enabled) = edit.after(last.as_ref(), manifest)?;
    if edit.enabled == Some(false) && state.plugins().settings().required.contains(id) {
        return Err(PluginSettingsError::Required { id: id.into() });
    }
    let base = state.sections().of(id);
    let section = base.with(&values);
    let before = Before {
        section: last.as_ref().map_or_else(|| base.clone(), |last| base.with(&last.values)),
        is_on: is_on(state, id),
    };
    let next = PluginChange {
        plugin: id.to_owned(),
        version: version + 1,
        enabled,
        values,
        by: by.to_owned(),
        at: now(),
    };
    let outcome = match apply(state, manifest, section, edit.enabled).await {
        Ok(outcome) => outcome,
        Err(error) => {
            before.restore(state, manifest).await;
            return Err(error);
        }
    };
    match state.store().add_plugin_change(&next).await {
        Ok(true) => Ok(PluginChanged { change: next, outcome }),
        Ok(false) => {
            before.restore(state, manifest).await;
            let latest = latest(state, id).await?.map_or(0, |latest| latest.version);
            Err(PluginSettingsError::Conflict { id: id.into(), expected: version, latest })
        }
        Err(error) => {
            before.restore(state, manifest).await;
            Err(error.into())
        }
    }
}

/// A plugin as it was before a change.
struct Before {
    section: Section,
    is_on: bool,
}

impl Before {
    /// Brings the plugin back to what it was.
    async fn restore(self, state: &EngineState, manifest: &'static Manifest) {
        if let Err(error) = apply(state, manifest, self.section, Some(self.is_on)).await {
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
    section: Section,
    enabled: Option<bool>,
) -> Result<Reconfigured, PluginSettingsError> {
    let (plugins, id) = (state.plugins(), manifest.id);
    if enabled == Some(false) && is_on(state, id) {
        plugins.disable(id).await.or_else(unclean).map_err(PluginSettingsError::Switch)?;
    }
    let outcome = plugins.reconfigure(id, section).await.map_err(PluginSettingsError::Kept)?;
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
