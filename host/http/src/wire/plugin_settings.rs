use super::Fields;
use hookwire::config::key_path;
use hookwire::live::Reconfigured;
use hookwire_engine::store::{Millis, PluginChange};
use hookwire_engine::{PluginChanged, PluginEdit, PluginSettings as Settings};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The settings of a plugin, without secrets.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginSettings {
    /// The plugin's id.
    id: String,
    /// The number of changes so far: the header `ETag` has it, and `If-Match` of the next change may.
    pub(crate) version: u64,
    /// The settings of the configuration and of changes.
    #[schema(value_type = Object)]
    values: Value,
    /// The settings that were changed while a host ran.
    #[schema(value_type = Object)]
    changed: Map<String, Value>,
}

impl PluginSettings {
    pub(crate) fn new(id: String, Settings { version, values, changed }: Settings) -> Self {
        Self { id, version, values, changed }
    }
}

/// A change of a plugin's settings.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PluginSettingsBody {
    /// The settings to set, by key, such as `limits.memory_bytes`.
    #[serde(default)]
    #[schema(value_type = Object)]
    set: Map<String, Value>,
    /// The keys that are to be as the configuration says, such as `limits.memory_bytes`.
    #[serde(default)]
    unset: Vec<String>,
}

impl Fields for PluginSettingsBody {
    const FIELDS: Option<&'static [&'static str]> = Some(&["set", "unset"]);
}

impl From<PluginSettingsBody> for PluginEdit {
    fn from(PluginSettingsBody { set, unset }: PluginSettingsBody) -> Self {
        // A text that is no path of keys is a key that no plugin has, which is told when the edit is made.
        let path = |key: String| key_path(&key).unwrap_or_else(|| vec![key]);
        Self {
            set: set.into_iter().map(|(key, value)| (path(key), value)).collect(),
            unset: unset.into_iter().map(path).collect(),
            enabled: None,
        }
    }
}

/// A change of a plugin that was made and stored.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginChangeResult {
    /// The number of the change.
    pub(crate) version: u64,
    /// What became of it: `applied`, `unchanged` or `when_enabled`.
    #[schema(value_type = String, example = "applied")]
    outcome: Reconfigured,
}

impl From<PluginChanged> for PluginChangeResult {
    fn from(PluginChanged { change, outcome }: PluginChanged) -> Self {
        Self { version: change.version, outcome }
    }
}

/// What became of a plugin that was made anew.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginReloadResult {
    /// `applied`, or `when_enabled` for a plugin that is off.
    #[schema(value_type = String, example = "applied")]
    pub(crate) outcome: Reconfigured,
}

/// The changes of a plugin while hosts ran, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginHistory {
    pub(crate) changes: Vec<PluginHistoryEntry>,
}

/// A change of a plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PluginHistoryEntry {
    /// The plugin's id.
    plugin: String,
    /// The number of the change, from 1 on.
    version: u64,
    /// Whether the plugin was switched on or off; as the configuration says, if absent.
    enabled: Option<bool>,
    /// The settings that stood over those of the configuration after the change.
    #[schema(value_type = Object)]
    values: Map<String, Value>,
    /// Who changed it.
    by: String,
    /// When it was changed, in milliseconds since 1970.
    at: Millis,
}

impl From<PluginChange> for PluginHistoryEntry {
    fn from(PluginChange { plugin, version, enabled, values, by, at }: PluginChange) -> Self {
        Self { plugin, version, enabled, values, by, at }
    }
}
