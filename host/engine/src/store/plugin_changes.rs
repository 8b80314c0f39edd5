use super::{Millis, StoreResult};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What was changed of a plugin while a host ran; it counts over the configuration, and over earlier changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PluginChange {
    /// The plugin's id.
    pub plugin: String,
    /// The number of this change among the plugin's, from 1 on.
    pub version: u64,
    /// Whether the plugin is switched on; as the configuration says, if absent.
    pub enabled: Option<bool>,
    /// The settings that stand over those of the configuration: all of them, not only what this change has set.
    pub values: Map<String, Value>,
    /// The name of whoever changed it.
    pub by: String,
    /// The time of the change.
    pub at: Millis,
}

impl PluginChange {
    /// The most changes of a plugin that people are shown.
    pub const MOST_SHOWN: u32 = 100;
}

/// What was changed of plugins while hosts ran.
#[async_trait]
pub trait PluginChangeStore: Send + Sync {
    /// Returns the latest change of each plugin, by the plugin's id.
    async fn plugin_changes(&self) -> StoreResult<Vec<PluginChange>>;

    /// Returns changes of a plugin, the latest first.
    async fn plugin_history(&self, plugin: &str, limit: u32) -> StoreResult<Vec<PluginChange>>;

    /// Stores a change, if its version follows the plugin's latest one; returns whether it does.
    async fn add_plugin_change(&self, change: &PluginChange) -> StoreResult<bool>;
}
