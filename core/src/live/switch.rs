use super::plugin_entry::PluginEntry;
use super::plugins::Plugins;
use super::status::Status;
use hookwire_text::suggest;

/// The error of switching a plugin on or off.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SwitchError {
    /// There is no plugin of this id.
    #[error("there is no plugin `{id}`{hint}")]
    Unknown {
        /// The id asked for.
        id: String,
        /// A hint at the nearest id.
        hint: String,
    },
    /// The plugin could not be initialised or started.
    #[error("`{id}` stays off: {why}")]
    Failed {
        /// The plugin's id.
        id: String,
        /// The reason.
        why: String,
    },
    /// The plugin is off, but its stop was not clean.
    #[error("`{id}` is off, but {why}")]
    Unclean {
        /// The plugin's id.
        id: String,
        /// What went wrong.
        why: String,
    },
}

impl Plugins {
    /// Switches a plugin on: new requests see it.
    pub async fn enable(&self, id: &str) -> Result<(), SwitchError> {
        let mut entries = self.state().entries.lock().await;
        let entry = self.find(&mut entries, id)?;
        if entry.status == Status::Live {
            return Ok(());
        }
        // One that was taken off and refuses still has the instances that did not behave.
        self.retire(entry);
        let cx = self.own_cx();
        entry.init(&cx).await;
        entry.start(&cx).await;
        entry.fail_with_agents(&cx).await;
        let status = entry.status.clone();
        self.rewire(&entries);
        match status {
            Status::Failed(why) => Err(SwitchError::Failed { id: id.into(), why }),
            _ => Ok(()),
        }
    }

    /// Switches a plugin off: new requests do not see it, those in flight call it to their end.
    ///
    /// It is stopped before this returns, also under requests that still call it; its tasks end with it.
    pub async fn disable(&self, id: &str) -> Result<(), SwitchError> {
        let mut entries = self.state().entries.lock().await;
        let entry = self.find(&mut entries, id)?;
        if entry.manifest.owns_gate() {
            tracing::warn!(plugin = id, "a gate is switched off");
        }
        entry.status = Status::Disabled;
        self.rewire(&entries);
        let entry = self.find(&mut entries, id)?;
        let stopped = entry.shutdown(&self.own_cx()).await;
        stopped.map_err(|why| SwitchError::Unclean { id: id.into(), why })
    }

    pub(super) fn find<'m>(
        &self,
        entries: &'m mut [PluginEntry],
        id: &str,
    ) -> Result<&'m mut PluginEntry, SwitchError> {
        let ids = self.registry().plugins().iter().map(|plugin| plugin.id);
        let hint = suggest::did_you_mean(id, ids);
        let found = entries.iter_mut().find(|entry| entry.manifest.id == id);
        found.ok_or_else(|| SwitchError::Unknown { id: id.into(), hint })
    }
}
