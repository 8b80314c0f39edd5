use super::change::{does_not_fit, next, store as store_change, with};
use super::edit::PluginEdit;
use super::error::PluginSettingsError;
use super::observers::{store_switch, stored};
use super::show::{PluginSettings, find, latest, public_changes};
use crate::store::{PluginChange, Store};
use hookwire::Registry;
use hookwire::live::Settings;

/// The plugins of a host that does not run: what is changed of them counts when it starts.
#[derive(Debug, Clone, Copy)]
pub struct StoppedPlugins<'a> {
    /// The plugins in the binary.
    pub registry: &'a Registry,
    /// The settings of the configuration.
    pub settings: &'a Settings,
    /// The store of the host, which nobody else may have.
    pub store: &'a dyn Store,
}

impl StoppedPlugins<'_> {
    /// Changes a plugin: checks the change against the plugin's type, and stores it. The plugin itself is not made.
    pub async fn change(
        &self,
        id: &str,
        edit: &PluginEdit,
        expected: Option<u64>,
        by: &str,
    ) -> Result<PluginChange, PluginSettingsError> {
        let manifest = find(self.registry, id)?;
        let last = latest(self.store, id).await?;
        let next = next(manifest, last.as_ref(), edit, expected, by, &self.settings.required)?;
        let base = self.settings.sections_of(id);
        let problems = manifest.config_problems(&with(id, &base, &next.values)?);
        if !problems.0.is_empty() {
            return Err(does_not_fit(id, problems));
        }
        store_change(self.store, &next).await?;
        Ok(next)
    }

    /// Lets the hooks at observe points of all plugins run or not, from the next start on.
    pub async fn switch_observers(&self, run: bool, by: &str) -> Result<PluginChange, PluginSettingsError> {
        store_switch(self.store, run, by).await
    }

    /// Returns whether hooks at observe points run.
    pub async fn has_observers(&self) -> Result<bool, PluginSettingsError> {
        Ok(stored(self.store).await?.unwrap_or(!self.settings.without_observers))
    }

    /// Returns the settings of a plugin, without secrets.
    pub async fn settings(&self, id: &str) -> Result<PluginSettings, PluginSettingsError> {
        let manifest = find(self.registry, id)?;
        let base = self.settings.sections_of(id);
        Ok(PluginSettings::new(manifest, &base, latest(self.store, id).await?))
    }

    /// Returns the changes of a plugin, the latest first.
    pub async fn history(&self, id: &str, limit: u32) -> Result<Vec<PluginChange>, PluginSettingsError> {
        let manifest = find(self.registry, id)?;
        Ok(public_changes(manifest, self.store.plugin_history(id, limit).await?))
    }
}
