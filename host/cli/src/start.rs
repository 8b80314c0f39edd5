use crate::options::Options;
use hookwire::Registry;
use hookwire::live::{GateDown, StartError};
use hookwire_config::{Config, ConfigError};
use hookwire_engine::options::EngineOptions;
use hookwire_engine::store::{Memory, Store};
use hookwire_engine::{Host, HostError};
use hookwire_worker::Workers;
use hookwire_worker::process::ProcessError;
use std::sync::Arc;

/// Why a host did not start, with the place in the configuration where that is the reason.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartupError {
    /// The host did not start for a reason that is not in the configuration.
    #[error(transparent)]
    Host(#[from] HostError),
    /// No plugin can have a process of its own.
    #[error("no plugin can have a process of its own: {0}")]
    Workers(#[source] ProcessError),
    /// A section of the configuration does not fit a plugin without which nothing may run.
    #[error("{config}\n\n{plugins}")]
    Config {
        /// The plugins, and what each of them guards.
        plugins: String,
        /// What does not fit, and where.
        config: Box<ConfigError>,
    },
}

/// Starts a host with a configuration that was read before.
pub async fn start(
    registry: Registry,
    config: &Config<Options>,
    store: Arc<dyn Store>,
) -> Result<Host, StartupError> {
    start_engine(registry, config, config.options().engine(), store).await
}

/// Starts a host that keeps nothing, to see how its plugins start.
pub(super) async fn start_to_check(
    registry: Registry,
    config: &Config<Options>,
) -> Result<Host, StartupError> {
    let options = EngineOptions { keep_plugin_logs: false, ..config.options().engine() };
    start_engine(registry, config, options, Arc::new(Memory::default())).await
}

async fn start_engine(
    registry: Registry,
    config: &Config<Options>,
    options: EngineOptions,
    store: Arc<dyn Store>,
) -> Result<Host, StartupError> {
    let settings = config.settings().clone();
    let workers = Workers::start().map_err(StartupError::Workers)?;
    let options = EngineOptions { workers: Some(Arc::new(workers)), ..options };
    Host::start(registry, settings, options, store).await.map_err(|error| match error {
        HostError::Start(start) => locate(start, config),
        other => other.into(),
    })
}

/// Adds the place in the configuration where a section does not fit.
fn locate(start: StartError, config: &Config<Options>) -> StartupError {
    let problems = match &start {
        StartError::Settings(problems) => problems.clone(),
        StartError::Gate(down) => down.iter().flat_map(|gate| gate.problems.clone()).collect(),
        _ => Vec::new(),
    };
    match config.locate(problems) {
        Ok(()) => HostError::from(start).into(),
        Err(config) => StartupError::Config { plugins: plugins_down(&start), config: Box::new(config) },
    }
}

/// Returns a sentence for each plugin that is down; the reason is left out where the configuration's error gives it.
fn plugins_down(start: &StartError) -> String {
    let StartError::Gate(down) = start else {
        return "the settings do not fit".into();
    };
    let sentences = down.iter().map(|GateDown { plugin, required, why, problems, .. }| {
        let why = if problems.is_empty() { format!(": {why}") } else { String::new() };
        if *required {
            return format!("`{plugin}` did not start{why}; it is required");
        }
        format!(
            "`{plugin}` did not start{why}; it owns a gate, so nothing would guard what it guards: mend it, or \
             switch it off by name: disabled = [\"{plugin}\"]"
        )
    });
    sentences.collect::<Vec<_>>().join("\n")
}
