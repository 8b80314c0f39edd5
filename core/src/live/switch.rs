use super::member::Member;
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
        let mut members = self.state().members.lock().await;
        let member = self.find(&mut members, id)?;
        if member.status == Status::Live {
            return Ok(());
        }
        let cx = self.own_cx();
        member.init(self.settings(), &cx).await;
        member.start(&cx).await;
        let status = member.status.clone();
        self.rewire(&members);
        match status {
            Status::Failed(why) => Err(SwitchError::Failed { id: id.into(), why }),
            _ => Ok(()),
        }
    }

    /// Switches a plugin off: new requests do not see it, those in flight keep it to their end.
    pub async fn disable(&self, id: &str) -> Result<(), SwitchError> {
        let mut members = self.state().members.lock().await;
        let member = self.find(&mut members, id)?;
        if member.manifest.owns_gate() {
            tracing::warn!(plugin = id, "a gate is switched off");
        }
        member.status = Status::Disabled;
        self.rewire(&members);
        let member = self.find(&mut members, id)?;
        let stopped = member.shutdown(&self.own_cx()).await;
        stopped.map_err(|why| SwitchError::Unclean { id: id.into(), why })
    }

    fn find<'m>(&self, members: &'m mut [Member], id: &str) -> Result<&'m mut Member, SwitchError> {
        let ids = self.registry().plugins().iter().map(|plugin| plugin.id);
        let hint = suggest::did_you_mean(id, ids);
        let found = members.iter_mut().find(|member| member.manifest.id == id);
        found.ok_or_else(|| SwitchError::Unknown { id: id.into(), hint })
    }
}
