use super::settings::Settings;
use crate::config::Section;
#[cfg(feature = "remote")]
use crate::crossing::RemoteError;
use crate::cx::Cx;
#[cfg(feature = "remote")]
use crate::error::Error;
use crate::plugin::{InitError, Instance, Isolation, Manifest, Tier};
#[cfg(feature = "remote")]
use crate::remote::{NewInstance, RemotePlugin, WorkerTier};
#[cfg(feature = "remote")]
use std::{panic::resume_unwind, sync::Arc};

/// Makes instances of one plugin, in this process or in another one.
#[derive(Debug, Clone)]
pub(super) struct InstanceMaker {
    manifest: &'static Manifest,
    tier: Tier,
    #[cfg_attr(not(feature = "remote"), expect(dead_code, reason = "only workers have limits here"))]
    isolation: Isolation,
    #[cfg(feature = "remote")]
    workers: Option<Arc<dyn WorkerTier>>,
}

/// Where the instances of all plugins are made.
#[derive(Debug, Clone, Default)]
pub(super) struct InstanceMakers {
    #[cfg(feature = "remote")]
    pub(super) workers: Option<Arc<dyn WorkerTier>>,
}

impl InstanceMakers {
    /// Returns what makes the instances of a plugin.
    pub(super) fn of(&self, manifest: &'static Manifest, settings: &Settings) -> InstanceMaker {
        InstanceMaker {
            manifest,
            tier: settings.tier_of(manifest),
            isolation: settings.isolation.get(manifest.id).cloned().unwrap_or_default(),
            #[cfg(feature = "remote")]
            workers: self.workers.clone(),
        }
    }
}

impl InstanceMaker {
    /// Makes an instance, for an agent or for all that have none of their own.
    pub(super) async fn make(
        &self,
        section: Section,
        agent: Option<&str>,
        cx: Cx,
    ) -> Result<Instance, InitError> {
        #[cfg(feature = "remote")]
        if self.tier == Tier::Worker {
            let Some(workers) = &self.workers else { return Err(InitError::Failed(no_workers())) };
            let isolation = self.isolation.clone();
            let agent = agent.map(str::to_owned);
            let new = NewInstance { manifest: self.manifest, section, agent, isolation };
            return Ok(RemotePlugin::instance(workers.init(new, &cx).await.map_err(unpanicked)?, cx));
        }
        let _ = (agent, self.tier);
        (self.manifest.lifecycle.init)(section, cx).await
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
        "it runs in a worker, and this host has no workers; write `tier = \"inline\"` if it may run without",
    )
}
