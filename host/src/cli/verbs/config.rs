use crate::cli::context::{Context, Startup, block_on, print};
use crate::cli::error::CliError;
use crate::cli::options::Options;
use crate::cli::start_host::start_host;
use crate::cli::verb::Verb;
use crate::config;
use crate::store::Memory;
use crate::terminal::{RegistryView, to_json_text};
use hookwire::live::Status;
use std::sync::Arc;

/// Checks the configuration, or writes its schema
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Config {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum Action {
    /// Starts every plugin with the configuration, says what does not fit, and stops them again
    Check,
    /// Writes the JSON Schema of the file
    Schema,
}

#[derive(Debug, thiserror::Error)]
enum CheckError {
    #[error("{0} of the plugins did not start")]
    Failed(usize),
}

impl Verb for Config {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        match self.action {
            Action::Schema => print(&to_json_text(&config::schema::<Options>(&startup.registry))),
            Action::Check => check(startup.configure()?),
        }
    }
}

/// Starts every plugin, stops it again, and prints how each of them started.
fn check(context: Context) -> Result<(), CliError> {
    let Context { registry, list, config, .. } = context;
    let (text, failed, problems) = block_on(async {
        let host = start_host(registry, &config, Arc::new(Memory::default())).await?;
        let plugins = host.engine().plugins();
        let status = plugins.status();
        let failed = status.iter().filter(|(_, status)| matches!(status, Status::Failed(_))).count();
        let registry = plugins.registry();
        let text = RegistryView { registry, list, settings: config.settings(), status }.overview();
        let problems = plugins.problems();
        host.stop("the configuration is checked").await;
        Ok((text, failed, problems))
    })?;
    print(&text)?;
    config.locate(problems)?;
    if failed > 0 { Err(CliError::verb(CheckError::Failed(failed))) } else { Ok(()) }
}
