use super::plugin_entry::{NotMade, PluginEntry};
use super::plugins::Plugins;
use super::status::Status;
use super::switch::SwitchError;
use crate::config::{Problem, Section};
use serde::Serialize;
use std::sync::Arc;

/// What became of new settings of a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reconfigured {
    /// A new instance has them; the old one is stopped when its calls are over.
    Applied,
    /// The plugin has them already.
    Unchanged,
    /// The plugin is off, and gets them when it is switched on.
    WhenEnabled,
}

/// The error of giving a plugin new settings; it keeps those it has.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReconfigureError {
    /// There is no plugin of this id.
    #[error(transparent)]
    Unknown(SwitchError),
    /// The settings do not fit, or no instance with them could be made and started.
    #[error("`{id}` keeps its old settings: {why}")]
    Kept {
        /// The plugin's id.
        id: String,
        /// The reason.
        why: String,
        /// What in the settings does not fit the plugin's type; paths are those of the configuration file.
        problems: Vec<Problem>,
    },
}

impl Plugins {
    /// Gives a plugin a new section of the configuration, while the host runs.
    ///
    /// A new instance is made and started beside the one that works, and takes its place at once: new requests see the
    /// new one, those in flight keep the old one to their end, and then it is stopped. If the new one cannot be made or
    /// started, nothing has changed. A plugin that had failed comes to life.
    pub async fn reconfigure(&self, id: &str, section: Section) -> Result<Reconfigured, ReconfigureError> {
        let mut entries = self.state().entries.lock().await;
        let entry = self.find(&mut entries, id).map_err(ReconfigureError::Unknown)?;
        if entry.status == Status::Disabled {
            let problems = entry.manifest.config_problems(section.clone());
            if !problems.0.is_empty() {
                return Err(kept(id, NotMade { why: problems.to_string(), problems: problems.0 }));
            }
            entry.section = section;
            return Ok(Reconfigured::WhenEnabled);
        }
        if entry.status == Status::Live && entry.section == section {
            return Ok(Reconfigured::Unchanged);
        }
        self.renew(&mut entries, id, section).await
    }

    /// Makes a plugin anew with the settings it has, as [`reconfigure`](Self::reconfigure) does with new ones; a plugin that
    /// is off stays so.
    pub async fn reload(&self, id: &str) -> Result<Reconfigured, ReconfigureError> {
        let mut entries = self.state().entries.lock().await;
        let entry = self.find(&mut entries, id).map_err(ReconfigureError::Unknown)?;
        if entry.status == Status::Disabled {
            return Ok(Reconfigured::WhenEnabled);
        }
        let section = entry.section.clone();
        self.renew(&mut entries, id, section).await
    }

    async fn renew(
        &self,
        entries: &mut [PluginEntry],
        id: &str,
        section: Section,
    ) -> Result<Reconfigured, ReconfigureError> {
        let entry = self.find(entries, id).map_err(ReconfigureError::Unknown)?;
        let cx = self.own_cx();
        let old = entry.replace(section, &cx).await.map_err(|not_made| kept(id, not_made))?;
        let plugin = entry.manifest.id;
        let retired = old.map(|old| (Arc::downgrade(&old.instance), entry.retiring(old, &cx)));
        self.rewire(entries);
        if let Some((old, stopping)) = retired {
            self.state().retired.stop_when_unused(plugin, old, stopping);
        }
        Ok(Reconfigured::Applied)
    }
}

fn kept(id: &str, NotMade { why, problems }: NotMade) -> ReconfigureError {
    ReconfigureError::Kept { id: id.into(), why, problems }
}
