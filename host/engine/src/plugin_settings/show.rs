use super::error::PluginSettingsError;
use crate::state::EngineState;
use crate::store::{PluginChange, Store, StoreError};
use hookwire::config::{Section, take_host_keys};
use hookwire::plugin::{Manifest, SectionSet};
use hookwire::{Registry, suggest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The settings of a plugin: those it has, and those that stand over the configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PluginSettings {
    /// The number of changes so far, which the next one may name.
    pub version: u64,
    /// The settings of the configuration and of changes, without secrets.
    pub values: Value,
    /// The settings that were changed while a host ran, without secrets.
    pub changed: Map<String, Value>,
}

impl PluginSettings {
    /// Makes the settings of a plugin of its sections in the configuration and its last change.
    pub(super) fn new(manifest: &Manifest, base: &SectionSet, last: Option<PluginChange>) -> Self {
        let (version, changed) = last.map_or_else(Default::default, |last| (last.version, last.values));
        // A change that does not fit any more is not applied either.
        let sections = base.with(manifest.id, &changed).unwrap_or_else(|_| base.clone());
        let mut values = sections.isolation.values();
        if let Value::Object(own) = manifest.public_values(&sections.own) {
            values.extend(own);
        }
        Self { version, values: values.into(), changed: public(manifest, changed) }
    }
}

/// Returns changes without secrets in them, which the store has if a value was none for an older version of the plugin.
pub(super) fn public_changes(manifest: &Manifest, changes: Vec<PluginChange>) -> Vec<PluginChange> {
    let shown = |change: PluginChange| PluginChange { values: public(manifest, change.values), ..change };
    changes.into_iter().map(shown).collect()
}

fn public(manifest: &Manifest, mut values: Map<String, Value>) -> Map<String, Value> {
    let mut shown = take_host_keys(&mut values);
    if let Value::Object(own) = manifest.public_values(&Section::from(values)) {
        shown.extend(own);
    }
    shown
}

/// Returns the settings of a plugin.
pub(crate) async fn show(state: &EngineState, id: &str) -> Result<PluginSettings, PluginSettingsError> {
    let manifest = find(state.plugins().registry(), id)?;
    let last = latest(&**state.store(), id).await?;
    Ok(PluginSettings::new(manifest, &state.sections().of(id), last))
}

/// Returns the changes of a plugin, the latest first.
pub(crate) async fn history(
    state: &EngineState,
    id: &str,
    limit: u32,
) -> Result<Vec<PluginChange>, PluginSettingsError> {
    let manifest = find(state.plugins().registry(), id)?;
    Ok(public_changes(manifest, state.store().plugin_history(id, limit).await?))
}

pub(super) async fn latest(store: &dyn Store, id: &str) -> Result<Option<PluginChange>, StoreError> {
    Ok(store.plugin_history(id, 1).await?.into_iter().next())
}

pub(super) fn find(registry: &Registry, id: &str) -> Result<&'static Manifest, PluginSettingsError> {
    registry.plugin(id).ok_or_else(|| {
        let ids = registry.plugins().iter().map(|plugin| plugin.id);
        PluginSettingsError::Unknown { id: id.into(), hint: suggest::did_you_mean(id, ids) }
    })
}
