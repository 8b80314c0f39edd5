use super::error::PluginSettingsError;
use super::show::{find, latest};
use crate::state::EngineState;
use hookwire::config::Section;
use hookwire::live::Reconfigured;
use std::collections::BTreeMap;

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
    sections: BTreeMap<String, Section>,
) -> Vec<(&'static str, Result<Reconfigured, PluginSettingsError>)> {
    let _only_one = state.sections().begin_change().await;
    let mut results = Vec::new();
    for plugin in state.plugins().registry().plugins() {
        let id = plugin.id;
        let section = sections.get(id).cloned().unwrap_or_default();
        if state.sections().of(id) == section {
            continue;
        }
        let result = apply(state, id, &section).await;
        if result.is_ok() {
            state.sections().set(id, section);
        }
        results.push((id, result));
    }
    results
}

async fn apply(
    state: &EngineState,
    id: &'static str,
    section: &Section,
) -> Result<Reconfigured, PluginSettingsError> {
    let values = latest(&**state.store(), id).await?.map(|last| last.values).unwrap_or_default();
    state.plugins().reconfigure(id, section.with(&values)).await.map_err(PluginSettingsError::Kept)
}
