//! Starts a host from a configuration, and shows where in the configuration a mistake is.

use super::options::Options;
use crate::config::{Config, ConfigError};
use crate::engine::{Host, HostError};
use crate::models::ScriptError;
use crate::store::{Store, StoreError};
use hookwire::Registry;
use hookwire::live::{GateDown, StartError};
use std::sync::Arc;

/// An error of starting a host from a configuration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// A plugin that must run did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The configuration of a plugin with a gate is wrong.
    #[error("{owners}\n\n{config}")]
    Gate {
        /// The gates that are down.
        owners: String,
        /// The mistakes.
        config: Box<ConfigError>,
    },
    /// The script of the scripted model cannot be read.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Starts every plugin, and an engine on a store, as the configuration says.
///
/// See [`Host::start`], which this calls.
pub async fn start(
    registry: Registry,
    config: &Config<Options>,
    store: Arc<dyn Store>,
) -> Result<Host, RunError> {
    let (settings, options) = (config.settings().clone(), config.options().engine());
    Host::start(registry, settings, options, store).await.map_err(|error| match error {
        HostError::Start(start) => locate(start, config),
        HostError::Script(script) => script.into(),
    })
}

/// Returns an error with the place in the configuration where the mistake is, if it is one in there.
fn locate(start: StartError, config: &Config<Options>) -> RunError {
    let problems = match &start {
        StartError::Settings(problems) => problems.clone(),
        StartError::Gate(down) => down.iter().flat_map(|gate| gate.problems.clone()).collect(),
        _ => Vec::new(),
    };
    match config.locate(problems) {
        Ok(()) => start.into(),
        Err(config) => RunError::Gate { owners: gates_down(&start), config: Box::new(config) },
    }
}

/// Returns which gates are down, and why unless the mistake in the file says so.
fn gates_down(start: &StartError) -> String {
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
