use crate::lock::lock;
use crate::process::{ProcessError, SpawnOptions, Spawner};
use crate::supervisor::{Spec, WatchedInstance, WorkerInstance, WorkerStatus};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Cx;
use hookwire::plugin::InitError;
use hookwire::remote::{NewInstance, RemoteInstance, WorkerTier};
use std::sync::{Arc, Mutex};

/// The tier of workers: each instance of a plugin has a process of its own, made of the binary that runs.
#[derive(Debug)]
pub struct Workers {
    spawner: Spawner,
    instances: Mutex<Vec<(&'static str, Option<String>, WatchedInstance)>>,
}

impl Workers {
    /// Makes the tier of a program whose `main` begins with [`serve_if_worker`](crate::serve_if_worker).
    pub fn start() -> Result<Self, ProcessError> {
        Self::with(SpawnOptions::default())
    }

    /// Makes the tier of a program that becomes a worker in another way.
    pub fn with(options: SpawnOptions) -> Result<Self, ProcessError> {
        Ok(Self { spawner: Spawner::start(options)?, instances: Mutex::default() })
    }

    /// Returns what is known of the processes of a plugin: that of its own instance, and those of agents.
    pub fn status(&self, plugin: &str) -> Vec<(Option<String>, WorkerStatus)> {
        let instances = lock(&self.instances);
        let of = instances.iter().filter(|(id, ..)| *id == plugin);
        of.filter_map(|(_, agent, instance)| Some((agent.clone(), instance.status()?))).collect()
    }
}

impl WorkerTier for Workers {
    fn init<'a>(
        &'a self,
        new: NewInstance,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Arc<dyn RemoteInstance>, InitError>> {
        async move {
            let (plugin, agent) = (new.manifest.id, new.agent.clone());
            let spec = Spec::new(new, cx.clone(), self.spawner.clone());
            let instance = WorkerInstance::start(spec).await?;
            let mut instances = lock(&self.instances);
            instances.retain(|(.., known)| known.status().is_some());
            instances.push((plugin, agent, instance.watch()));
            Ok(Arc::new(instance) as Arc<dyn RemoteInstance>)
        }
        .boxed()
    }
}
