use super::handle::Engine;
use crate::models::{self, Models, ScriptError};
use crate::options::EngineOptions;
use crate::store::{Store, StoreError};
use crate::turn::HostServices;
use hookwire::chain::Watchdog;
use hookwire::cx::{Cancel, Cx, Identity};
use hookwire::live::{Settings, StartError, Status};
use hookwire::points::{HostStart, HostStop};
use hookwire::{Plugins, Registry};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often the watchdog looks at the threads.
const TICK: Duration = Duration::from_millis(10);
/// How long a hook may keep a thread before the watchdog reports it.
const PATIENCE: Duration = Duration::from_millis(500);

/// The reason why a host did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// A plugin that the host must not run without did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The script of the scripted model cannot be read.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running host: live plugins, the engine, and its background tasks.
#[derive(Debug)]
pub struct Host {
    engine: Engine,
    cx: Cx,
    /// The background tasks.
    tasks: [JoinHandle<()>; 3],
}

impl Drop for Host {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Host {
    /// Starts every plugin, and an engine on a store.
    ///
    /// Messages that another process left unanswered are answered from the call of [`Engine::resume`] on. Call it before
    /// new messages can come; no schedule fires before it.
    pub async fn start(
        registry: Registry,
        settings: Settings,
        options: EngineOptions,
        store: Arc<dyn Store>,
    ) -> Result<Self, HostError> {
        Watchdog::start(TICK, PATIENCE);
        let services = HostServices::new(options.data.clone());
        let builder = Plugins::of(registry).settings(settings);
        let builder = builder.services(services.all());
        let plugins = builder.start().await?;
        let script = options.script.as_deref().map_or_else(models::demo, models::load)?;
        let engine = Engine::new(plugins.clone(), options, store, Models::new(script), &services);
        let cx = plugins.cx(Identity::default(), Cancel::default(), None);
        let (reporter, worker, watcher) = (plugins.clone(), engine.clone(), engine.clone());
        let tasks = [
            tokio::spawn(async move { reporter.run_fault_delivery().await }),
            tokio::spawn(async move { worker.run_background().await }),
            tokio::spawn(async move { watcher.watch_ownership().await }),
        ];
        let event = HostStart::new(live_plugins(&plugins));
        let host = Self { engine, cx, tasks };
        if let Ok(Err(refused)) = host.cx.fire::<HostStart>(&event).await {
            tracing::warn!("{refused}");
        }
        Ok(host)
    }

    /// Returns the engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Finishes the turns that run, then tells the plugins and stops them; returns the plugins that did not stop well, each
    /// with the reason.
    pub async fn stop(self, reason: &str) -> Vec<(&'static str, String)> {
        self.engine.finish(self.engine.options().limits.grace.0).await;
        if let Ok(Err(refused)) = self.cx.fire::<HostStop>(&HostStop::new(reason)).await {
            tracing::warn!("{refused}");
        }
        // The hooks that report faults are still live here, for the last time.
        self.engine.plugins().flush_faults().await;
        self.engine.plugins().stop().await
    }
}

/// Returns the ids of the plugins that live, and logs those that failed.
fn live_plugins(plugins: &Plugins) -> Vec<String> {
    let mut live = Vec::new();
    for (id, status) in plugins.status() {
        match status {
            Status::Live => live.push(id.to_owned()),
            Status::Failed(why) => {
                tracing::error!("the host runs without `{id}`, which did not start: {why}");
            }
            _ => {}
        }
    }
    live
}
