use crate::lock::lock;
use crate::process::{ProcessError, SpawnOptions, Spawner};
use crate::supervisor::{Spec, WatchedInstance, WorkerInstance};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Cx;
use hookwire::plugin::{InitError, WorkerStatus};
use hookwire::remote::{NewInstance, RemoteInstance, WorkerTier};
use std::sync::{Arc, Mutex};

/// The tier of workers: each instance of a plugin has a process of its own, made of the binary that runs.
#[derive(Debug)]
pub struct Workers {
    spawner: Spawner,
    instances: Mutex<Vec<(&'static str, WatchedInstance)>>,
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
}

impl WorkerTier for Workers {
    fn init<'a>(
        &'a self,
        new: NewInstance,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Arc<dyn RemoteInstance>, InitError>> {
        async move {
            let plugin = new.manifest.id;
            let spec = Spec::new(new, cx.clone(), self.spawner.clone());
            let instance = WorkerInstance::start(spec).await?;
            let mut instances = lock(&self.instances);
            instances.retain(|(_, known)| known.status().is_some());
            instances.push((plugin, instance.watch()));
            Ok(Arc::new(instance) as Arc<dyn RemoteInstance>)
        }
        .boxed()
    }

    fn status(&self, plugin: &str) -> Vec<WorkerStatus> {
        let instances = lock(&self.instances);
        let of = instances.iter().filter(|(id, _)| *id == plugin);
        let mut all: Vec<_> = of.filter_map(|(_, instance)| instance.status()).collect();
        all.sort_by(|one, other| one.agent.cmp(&other.agent));
        all
    }
}
