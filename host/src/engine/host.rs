use super::{Engine, HostServices};
use crate::models::{self, Models, ScriptError};
use crate::options::EngineOptions;
use crate::store::Store;
use hookwire::chain::Watchdog;
use hookwire::cx::{Cancel, Cx, Identity};
use hookwire::live::{Settings, StartError, Status};
use hookwire::points::{HostStart, HostStop};
use hookwire::{Plugins, Registry};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// The interval of the watchdog, and how long a hook may keep a thread before the watchdog reports it.
const TICK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(500);

/// An error of starting a host.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// A plugin that must run did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The script of the scripted model cannot be read.
    #[error(transparent)]
    Script(#[from] ScriptError),
}

/// A host: plugins that run, the engine, and its background tasks.
#[derive(Debug)]
pub struct Host {
    engine: Engine,
    cx: Cx,
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
    /// Messages that another process left unanswered are answered once [`Engine::resume`] is called. Call it before any
    /// door opens; no schedule fires before it.
    pub async fn start(
        registry: Registry,
        settings: Settings,
        options: EngineOptions,
        store: Arc<dyn Store>,
    ) -> Result<Self, HostError> {
        Watchdog::start(TICK, PATIENCE);
        let services = HostServices::new(options.data.clone());
        let plugins = Plugins::of(registry).settings(settings).services(services.all()).start().await?;
        let script = options.script.as_deref().map_or_else(models::demo, models::load)?;
        let engine = Engine::new(plugins.clone(), options, store, Models::new(script), &services);
        let cx = plugins.cx(Identity::default(), Cancel::default(), None);
        let tasks = spawn_tasks(&engine);
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

    /// Returns the engine, under its former name.
    pub fn agent(&self) -> &Engine {
        &self.engine
    }

    /// Finishes the messages in flight, fires `host.stop` and stops the plugins; returns the errors of plugins.
    pub async fn stop(self, reason: &str) -> Vec<(&'static str, String)> {
        self.engine.finish(self.engine.options().limits.grace.0).await;
        if let Ok(Err(refused)) = self.cx.fire::<HostStop>(&HostStop::new(reason)).await {
            tracing::warn!("{refused}");
        }
        // The plugins that are told of faults stop next.
        self.engine.plugins().flush_faults().await;
        self.engine.plugins().stop().await
    }
}

fn spawn_tasks(engine: &Engine) -> [JoinHandle<()>; 3] {
    let plugins = engine.plugins().clone();
    let (background, ownership) = (engine.clone(), engine.clone());
    [
        tokio::spawn(async move { plugins.run_fault_delivery().await }),
        tokio::spawn(async move { background.run_background().await }),
        tokio::spawn(async move { ownership.watch_ownership().await }),
    ]
}

/// Returns the plugins that run, and logs those that do not.
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
