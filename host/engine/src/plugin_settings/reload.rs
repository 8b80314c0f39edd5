use super::change::with;
use super::error::PluginSettingsError;
use super::show::{find, latest};
use crate::state::EngineState;
use hookwire::live::{AgentPlugins, Reconfigured, Settings};
use hookwire::plugin::SectionSet;
use std::collections::BTreeMap;

/// Makes a plugin anew with the settings it has.
pub(crate) async fn reload(state: &EngineState, id: &str) -> Result<Reconfigured, PluginSettingsError> {
    find(state.plugins().registry(), id)?;
    let _only_one = state.sections().begin_change().await;
    state.plugins().reload(id).await.map_err(PluginSettingsError::Kept)
}

/// Gives plugins the sections of a configuration that was read again; returns what became of each that differs.
///
/// A plugin that keeps its old settings has the old section until it is given one that fits. So has an agent that is new or
/// gone, or for which a plugin is disabled now and was not, or the other way about: all that needs a restart, and until then
/// nothing of it is looser than before.
pub(crate) async fn reload_sections(
    state: &EngineState,
    settings: &Settings,
) -> Vec<(&'static str, Result<Reconfigured, PluginSettingsError>)> {
    let _only_one = state.sections().begin_change().await;
    let mut results = Vec::new();
    for plugin in state.plugins().registry().plugins() {
        let id = plugin.id;
        let sections = sections_of(state, settings, id);
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

/// Returns the sections of a plugin in a configuration, with the old ones of agents for which the plugin starts or ceases to
/// work with a restart only.
fn sections_of(state: &EngineState, settings: &Settings, id: &str) -> SectionSet {
    let (running, mut sections) = (&state.plugins().settings().agents, settings.sections_of(id));
    let works = |agents: &BTreeMap<String, AgentPlugins>, agent: &str| {
        agents.get(agent).is_some_and(|it| !it.disabled.contains(id))
    };
    let old = state.sections().of(id).agents;
    for agent in running.keys().chain(settings.agents.keys()) {
        if works(running, agent) != works(&settings.agents, agent) {
            match old.get(agent) {
                Some(section) => _ = sections.agents.insert(agent.clone(), section.clone()),
                None => _ = sections.agents.remove(agent),
            }
        }
    }
    sections
}

async fn apply(
    state: &EngineState,
    id: &'static str,
    sections: &SectionSet,
) -> Result<Reconfigured, PluginSettingsError> {
    let values = latest(&**state.store(), id).await?.map(|last| last.values).unwrap_or_default();
    let sections = with(id, sections, &values)?;
    state.plugins().reconfigure_all(id, sections).await.map_err(PluginSettingsError::Kept)
}
