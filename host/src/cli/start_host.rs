use super::error::CliError;
use super::options::Options;
use crate::config::Config;
use crate::engine::{Host, HostError};
use crate::store::Store;
use hookwire::Registry;
use hookwire::live::{GateDown, StartError};
use std::sync::Arc;

/// Starts a host; an error about a plugin's settings tells where in the configuration they stand.
pub(super) async fn start_host(
    registry: Registry,
    config: &Config<Options>,
    store: Arc<dyn Store>,
) -> Result<Host, CliError> {
    let started = Host::start(registry, config.settings().clone(), config.options().engine(), store).await;
    started.map_err(|error| match error {
        HostError::Start(error) => locate(error, config),
        error => error.into(),
    })
}

fn locate(error: StartError, config: &Config<Options>) -> CliError {
    let problems = match &error {
        StartError::Settings(problems) => problems.clone(),
        StartError::Gate(down) => down.iter().flat_map(|gate| gate.problems.clone()).collect(),
        _ => Vec::new(),
    };
    match config.locate(problems) {
        Ok(()) => HostError::from(error).into(),
        Err(config) => CliError::Settings { summary: summary(&error), config: Box::new(config) },
    }
}

/// Returns which gates are down, without the reasons that stand in the configuration.
fn summary(error: &StartError) -> String {
    let StartError::Gate(down) = error else {
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
