use super::change::with;
use super::error::PluginSettingsError;
use super::show::{find, latest};
use crate::state::EngineState;
use hookwire::config::SectionSet;
use hookwire::live::{Reconfigured, Settings};

/// Makes a plugin anew with the settings it has.
pub(crate) async fn reload(state: &EngineState, id: &str) -> Result<Reconfigured, PluginSettingsError> {
    find(state.plugins().registry(), id)?;
    let _only_one = state.sections().begin_change().await;
    state.plugins().reload(id).await.map_err(PluginSettingsError::Kept)
}

/// Gives plugins the sections of a configuration that was read again; returns what became of each that differs.
///
/// A plugin that keeps its old settings has the old section until it is given one that fits.
pub(crate) async fn reload_sections(
    state: &EngineState,
    settings: &Settings,
) -> Vec<(&'static str, Result<Reconfigured, PluginSettingsError>)> {
    let _only_one = state.sections().begin_change().await;
    let mut results = Vec::new();
    for plugin in state.plugins().registry().plugins() {
        let id = plugin.id;
        let sections = settings.sections_of(id);
        if state.sections().of(id) == sections {
            continue;
        }
        let result = apply(state, id, &sections).await;
        if result.is_ok() {
            state.sections().set(id, sections);
        }
        results.push((id, result));
    }
    results
}

async fn apply(
    state: &EngineState,
    id: &'static str,
    sections: &SectionSet,
) -> Result<Reconfigured, PluginSettingsError> {
    let values = latest(&**state.store(), id).await?.map(|last| last.values).unwrap_or_default();
    state.plugins().reconfigure_all(id, with(sections, &values)).await.map_err(PluginSettingsError::Kept)
}
