use crate::config::Section;
use crate::cx::Cx;
#[cfg(feature = "remote")]
use crate::error::Error;
#[cfg(feature = "remote")]
use crate::plugin::{ChosenBy, Tier, TierChoice};
use crate::plugin::{InitError, Instance, Isolation, Manifest};
#[cfg(feature = "remote")]
use crate::remote::{NewInstance, RemoteError, RemotePlugin, WorkerTier};
#[cfg(feature = "remote")]
use std::{panic::resume_unwind, sync::Arc};

/// Makes instances of plugins, in this process or in another one.
#[derive(Debug, Clone, Default)]
pub(super) struct InstanceMaker {
    #[cfg(feature = "remote")]
    pub(super) workers: Option<Arc<dyn WorkerTier>>,
}

impl InstanceMaker {
    /// Makes an instance, for an agent or for all that have none of their own.
    pub(super) async fn make(
        &self,
        manifest: &'static Manifest,
        section: Section,
        isolation: &Isolation,
        agent: Option<&str>,
        cx: Cx,
    ) -> Result<Instance, InitError> {
        #[cfg(feature = "remote")]
        if let TierChoice { tier: Tier::Worker, by } = manifest.tier_choice(isolation) {
            match (&self.workers, by) {
                (Some(workers), _) => {
                    let (agent, isolation) = (agent.map(str::to_owned), isolation.clone());
                    let new = NewInstance { manifest, section, agent, isolation };
                    let made = workers.init(new, &cx).await.map_err(unpanicked)?;
                    return Ok(RemotePlugin::instance(made, cx));
                }
                (None, ChosenBy::Operator) => return Err(InitError::Failed(no_workers())),
                (None, _) => tracing::warn!(
                    plugin = manifest.id,
                    "it is to run in a worker, and this host has none: it runs in the host's process"
                ),
            }
        }
        let _ = (agent, isolation);
        (manifest.lifecycle.init)(section, cx).await
    }
}

/// Panics as the plugin's `#[init]` did in the other process.
#[cfg(feature = "remote")]
fn unpanicked(error: InitError) -> InitError {
    if let InitError::Failed(error) = &error
        && let Some(RemoteError::Panicked { message }) = error.downcast_ref()
    {
        resume_unwind(Box::new(message.clone()));
    }
    error
}

#[cfg(feature = "remote")]
fn no_workers() -> Error {
    Error::msg(
        "it is to run in a worker, and this host has none; write `tier = \"inline\"` if it may run without",
    )
}
