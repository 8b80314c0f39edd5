//! Brings the plugins to life, tells them that the host starts and stops, and ends them.

use crate::cli::Options;
use crate::config::{Config, ConfigError};
use crate::engine::{Engine, HostServices};
use crate::models::{self, Models, ScriptError};
use crate::store::{Store, StoreError};
use hookwire::chain::Watchdog;
use hookwire::cx::{Cancel, Cx, Identity};
use hookwire::live::{GateDown, StartError, Status};
use hookwire::points::{HostStart, HostStop};
use hookwire::{Plugins, Registry};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often the watchdog looks, and how long a hook may keep a thread before it says so.
const TICK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(500);

/// Why the host did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// A plugin without which nothing may run did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A gate's section of the configuration does not fit.
    #[error("{owners}\n\n{config}")]
    Gate {
        /// What the gates guard.
        owners: String,
        /// What does not fit.
        config: Box<ConfigError>,
    },
    /// The script of the scripted model cannot be played.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// What is kept cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A host whose plugins live and whose agent answers.
#[derive(Debug)]
pub struct Host {
    agent: Engine,
    cx: Cx,
    /// What goes on beside the turns.
    tasks: [JoinHandle<()>; 3],
}

impl Drop for Host {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Host {
    /// Starts every plugin, and an agent that keeps what must not be lost in a store.
    ///
    /// What another process left unanswered goes on when [`Engine::resume`] is called, which is to be before any door
    /// opens; before it no schedule fires.
    pub async fn start(
        registry: Registry,
        config: &Config<Options>,
        store: Arc<dyn Store>,
    ) -> Result<Self, RunError> {
        Watchdog::start(TICK, PATIENCE);
        let services = HostServices::new(config.options().store.data.clone());
        let builder = Plugins::of(registry).settings(config.settings().clone());
        let builder = builder.services(services.all());
        let plugins = builder.start().await.map_err(|start| explain(start, config))?;
        let options = config.options().engine();
        let script = options.script.as_deref().map_or_else(models::demo, models::load)?;
        let agent = Engine::new(plugins.clone(), options, store, Models::new(script), &services);
        let cx = plugins.cx(Identity::default(), Cancel::default(), None);
        let attendant = plugins.clone();
        let tender = agent.clone();
        let watcher = agent.clone();
        let tasks = [
            tokio::spawn(async move { attendant.run_fault_delivery().await }),
            tokio::spawn(async move { tender.run_background().await }),
            tokio::spawn(async move { watcher.watch_ownership().await }),
        ];
        let event = HostStart::new(live(&plugins));
        let host = Self { agent, cx, tasks };
        if let Ok(Err(refused)) = host.cx.fire::<HostStart>(&event).await {
            tracing::warn!("{refused}");
        }
        Ok(host)
    }

    /// Returns the agent.
    pub fn agent(&self) -> &Engine {
        &self.agent
    }

    /// Finishes the turns that run, tells the plugins, and stops them; returns what did not go well.
    pub async fn stop(self, reason: &str) -> Vec<(&'static str, String)> {
        self.agent.finish(self.agent.options().limits.grace.0).await;
        if let Ok(Err(refused)) = self.cx.fire::<HostStop>(&HostStop::new(reason)).await {
            tracing::warn!("{refused}");
        }
        // Those who are told of faults are there for the last time.
        self.agent.plugins().flush_faults().await;
        self.agent.plugins().stop().await
    }
}

/// Returns the plugins that live, and tells of those that do not.
fn live(plugins: &Plugins) -> Vec<String> {
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

/// Adds the place in the file where a gate's section does not fit.
fn explain(start: StartError, config: &Config<Options>) -> RunError {
    let problems = match &start {
        StartError::Settings(problems) => problems.clone(),
        StartError::Gate(down) => down.iter().flat_map(|gate| gate.problems.clone()).collect(),
        _ => Vec::new(),
    };
    match config.locate(problems) {
        Ok(()) => start.into(),
        Err(config) => RunError::Gate { owners: owners(&start), config: Box::new(config) },
    }
}

/// Says which gates are down, but not why where the place in the file says so.
fn owners(start: &StartError) -> String {
    let StartError::Gate(down) = start else {
        return "the settings do not fit".into();
    };
    let sentences = down.iter().map(|GateDown { plugin, required, why, problems, .. }| {
        let why = if problems.is_empty() { format!(": {why}") } else { String::new() };
        if *required {
            return format!("`{plugin}` is required and did not start{why}");
        }
        format!(
            "`{plugin}` owns a gate and did not start, so nothing would guard what it guards{why}; mend it, or \
             switch it off by name: disabled = [\"{plugin}\"]"
        )
    });
    sentences.collect::<Vec<_>>().join("\n")
}
