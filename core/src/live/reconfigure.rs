use super::instance_lifecycle::NotMade;
use super::plugin_entry::PluginEntry;
use super::plugins::Plugins;
use super::status::Status;
use super::switch::SwitchError;
use crate::config::{Problem, Section};
use crate::plugin::SectionSet;
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
    /// Gives a plugin a new section of the configuration, while the host runs; what agents have over it stays, and so do its tier
    /// and its limits.
    ///
    /// A new instance is made and started beside the one that works, and takes its place at once: new requests see the
    /// new one, those in flight keep the old one to their end, and then it is stopped. So it is with the instances of agents
    /// that have settings of their own, all together. If one of them cannot be made or started, nothing has changed. A
    /// plugin that had failed comes to life.
    pub async fn reconfigure(&self, id: &str, section: Section) -> Result<Reconfigured, ReconfigureError> {
        let mut entries = self.state().entries.lock().await;
        let entry = self.find(&mut entries, id).map_err(ReconfigureError::Unknown)?;
        let sections = SectionSet { own: section, ..entry.sections.clone() };
        self.set_sections(&mut entries, id, sections).await
    }

    /// Gives a plugin new sections of the configuration, those of agents, the tier and the limits included, as
    /// [`reconfigure`](Self::reconfigure) does with its own.
    pub async fn reconfigure_all(
        &self,
        id: &str,
        sections: SectionSet,
    ) -> Result<Reconfigured, ReconfigureError> {
        let mut entries = self.state().entries.lock().await;
        self.set_sections(&mut entries, id, sections).await
    }

    /// Makes a plugin anew with the settings it has, as [`reconfigure`](Self::reconfigure) does with new ones; a plugin that
    /// is off stays so.
    pub async fn reload(&self, id: &str) -> Result<Reconfigured, ReconfigureError> {
        let mut entries = self.state().entries.lock().await;
        let entry = self.find(&mut entries, id).map_err(ReconfigureError::Unknown)?;
        if entry.status == Status::Disabled {
            return Ok(Reconfigured::WhenEnabled);
        }
        let sections = entry.sections.clone();
        self.renew(&mut entries, id, sections).await
    }

    async fn set_sections(
        &self,
        entries: &mut [PluginEntry],
        id: &str,
        sections: SectionSet,
    ) -> Result<Reconfigured, ReconfigureError> {
        let entry = self.find(entries, id).map_err(ReconfigureError::Unknown)?;
        if entry.status == Status::Disabled {
            let problems = entry.manifest.config_problems(&sections);
            if !problems.0.is_empty() {
                return Err(kept(id, NotMade { why: problems.to_string(), problems: problems.0 }));
            }
            entry.sections = sections;
            // Who looks sees for which agents there are settings.
            self.rewire(entries);
            return Ok(Reconfigured::WhenEnabled);
        }
        if entry.failure().is_none() && entry.sections == sections {
            return Ok(Reconfigured::Unchanged);
        }
        self.renew(entries, id, sections).await
    }

    async fn renew(
        &self,
        entries: &mut [PluginEntry],
        id: &str,
        sections: SectionSet,
    ) -> Result<Reconfigured, ReconfigureError> {
        let entry = self.find(entries, id).map_err(ReconfigureError::Unknown)?;
        let cx = self.own_cx();
        let old = entry.replace(sections, &cx).await.map_err(|not_made| kept(id, not_made))?;
        let plugin = entry.manifest.id;
        let retired = old.map(|old| {
            let weak: Vec<_> = old.all().map(|(_, live)| Arc::downgrade(&live.instance)).collect();
            (weak, entry.stopping(&old, &cx))
        });
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
