use super::store::Memory;
use crate::store::{PluginChange, PluginChangeStore, StoreResult};
use async_trait::async_trait;

#[async_trait]
impl PluginChangeStore for Memory {
    async fn plugin_changes(&self) -> StoreResult<Vec<PluginChange>> {
        Ok(self.state().plugin_changes.values().filter_map(|changes| changes.last().cloned()).collect())
    }

    async fn plugin_history(&self, plugin: &str, limit: u32) -> StoreResult<Vec<PluginChange>> {
        let state = self.state();
        let changes = state.plugin_changes.get(plugin).into_iter().flatten().rev();
        Ok(changes.take(limit as usize).cloned().collect())
    }

    async fn add_plugin_change(&self, change: &PluginChange) -> StoreResult<bool> {
        let mut state = self.state();
        let changes = state.plugin_changes.entry(change.plugin.clone()).or_default();
        let follows = change.version == changes.len() as u64 + 1;
        if follows {
            changes.push(change.clone());
        }
        Ok(follows)
    }
}
