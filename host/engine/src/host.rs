use crate::background;
use crate::engine::Engine;
use crate::models::{self, Models, ScriptError};
use crate::options::EngineOptions;
use crate::plugin_settings;
use crate::store::{Store, StoreError};
use crate::turn::HostServices;
use hookwire::chain::{Watchdog, WatchdogListener};
use hookwire::live::{Settings, StartError, Status};
use hookwire::model::Script;
use hookwire::points::{HostStart, HostStop};
use hookwire::{Plugins, Registry};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// How often the watchdog looks, and how long a hook may block a thread before that is reported.
const TICK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(500);

/// Why a host did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// A plugin without which nothing may run did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The script of the scripted model cannot be played.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A running host: plugins that have started, and the engine they hook.
#[derive(Debug)]
pub struct Host {
    engine: Engine,
    /// Fault delivery, limits of plugins, background work and the watch over the store.
    tasks: [JoinHandle<()>; 4],
    /// What reacts to plugins that keep a thread.
    _listeners: [WatchdogListener; 2],
}

impl Drop for Host {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Host {
    /// Starts every plugin, and an engine that keeps what must outlive the process in a store.
    ///
    /// Call [`Engine::resume`] before any door opens: it starts the messages that another process left unanswered, and
    /// schedules fire only after it.
    pub async fn start(
        registry: Registry,
        settings: Settings,
        options: EngineOptions,
        store: Arc<dyn Store>,
    ) -> Result<Self, HostError> {
        let script = options.script.as_deref().map_or_else(models::demo, models::load)?;
        Self::start_with_script(registry, settings, options, store, script).await
    }

    /// Starts every plugin, and an engine whose scripted model plays a script.
    pub(crate) async fn start_with_script(
        registry: Registry,
        mut settings: Settings,
        options: EngineOptions,
        store: Arc<dyn Store>,
        script: Script,
    ) -> Result<Self, HostError> {
        Watchdog::start(TICK, PATIENCE);
        let awake = background::keep_awake(Handle::current());
        let changes = store.plugin_changes().await?;
        settings.agents.extend(options.agent_plugins());
        let plugins = registry.plugins().iter();
        let base = plugins.map(|it| (it.id.to_owned(), settings.sections_of(it.id))).collect();
        let settings =
            plugin_settings::with_changes(settings, &changes, &registry).map_err(StartError::Settings)?;
        let services = HostServices::new(&options, Arc::clone(&store));
        let mut builder = Plugins::of(registry).settings(settings).services(services.all());
        if let Some(workers) = &options.workers {
            builder = builder.workers(Arc::clone(workers));
        }
        let plugins = builder.start().await?;
        let engine = Engine::new(plugins.clone(), options, store, Models::new(script), &services);
        engine.set_plugin_sections(base);
        let faults = plugins.clone();
        let limited = plugins.clone();
        let background = engine.clone();
        let ownership = engine.clone();
        let tasks = [
            tokio::spawn(async move { faults.run_fault_delivery().await }),
            tokio::spawn(async move { limited.run_limits().await }),
            tokio::spawn(async move { background.run_background().await }),
            tokio::spawn(async move { ownership.watch_ownership().await }),
        ];
        let listeners = [awake, engine.react_to_overruns(Handle::current())];
        let event = HostStart::new(running(&plugins));
        let host = Self { engine, tasks, _listeners: listeners };
        if let Err(why) = host.engine.notify_apart::<HostStart>(event).await {
            tracing::warn!("{why}");
        }
        Ok(host)
    }

    /// Returns the engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Ends the turns in flight, tells the plugins, and stops them; returns the plugins that did not stop well, with why.
    pub async fn stop(self, reason: &str) -> Vec<(&'static str, String)> {
        self.engine.finish(self.engine.options().limits.grace.0).await;
        if let Err(why) = self.engine.notify_apart::<HostStop>(HostStop::new(reason)).await {
            tracing::warn!("{why}");
        }
        // The last moment at which `plugin.fault` hooks can still be called.
        self.engine.plugins().flush_faults().await;
        self.engine.plugins().stop().await
    }
}

/// Returns the plugins that run, and logs those that do not.
fn running(plugins: &Plugins) -> Vec<String> {
    let mut running = Vec::new();
    for (id, status) in plugins.status() {
        match status {
            Status::Live => running.push(id.to_owned()),
            Status::Failed(why) => {
                tracing::error!("the host runs without `{id}`, which did not start: {why}");
            }
            _ => {}
        }
    }
    for it in plugins.agent_instances() {
        if let Some(why) = it.failure {
            tracing::error!("the agent `{}` works without `{}`: {why}", it.agent, it.plugin);
        }
    }
    if !plugins.has_observers() {
        tracing::warn!(
            "observers are off: no hook at an observe point runs, those that fail closed included"
        );
    }
    running
}
