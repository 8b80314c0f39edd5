use super::member::{Member, Status};
use super::plugins::Plugins;
use hookwire_text::suggest;

/// Why a plugin cannot be switched on or off.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SwitchError {
    /// There is none of this id.
    #[error("there is no plugin `{id}`{hint}")]
    Unknown {
        /// The id asked for.
        id: String,
        /// The nearest one.
        hint: String,
    },
    /// It did not come to life.
    #[error("`{id}` stays off: {why}")]
    Failed {
        /// The plugin's id.
        id: String,
        /// Why it did not.
        why: String,
    },
    /// It is off, but its end was not clean.
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
        let mut members = self.shared.members.lock().await;
        let member = self.find(&mut members, id)?;
        if member.status == Status::Live {
            return Ok(());
        }
        member.wake(&self.shared.settings, &self.own_cx()).await;
        let status = member.status.clone();
        self.rewire(&members);
        match status {
            Status::Failed(why) => Err(SwitchError::Failed { id: id.into(), why }),
            _ => Ok(()),
        }
    }

    /// Switches a plugin off: new requests do not see it, those in flight keep it to their end.
    pub async fn disable(&self, id: &str) -> Result<(), SwitchError> {
        let mut members = self.shared.members.lock().await;
        let member = self.find(&mut members, id)?;
        if member.manifest.owns_gate() {
            tracing::warn!(plugin = id, "a gate is switched off");
        }
        member.status = Status::Disabled;
        self.rewire(&members);
        let member = self.find(&mut members, id)?;
        let rested = member.rest(&self.own_cx()).await;
        rested.map_err(|why| SwitchError::Unclean { id: id.into(), why })
    }

    fn find<'m>(&self, members: &'m mut [Member], id: &str) -> Result<&'m mut Member, SwitchError> {
        let ids = self.registry().plugins().iter().map(|plugin| plugin.id);
        let hint = suggest::did_you_mean(id, ids);
        let found = members.iter_mut().find(|member| member.manifest.id == id);
        found.ok_or_else(|| SwitchError::Unknown { id: id.into(), hint })
    }
}
