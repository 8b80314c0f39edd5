use crate::context::{Context, Startup, block_on, print};
use crate::error::CliError;
use crate::options::Options;
use crate::start::start_to_check;
use crate::verb::Verb;
use hookwire::live::Status;
use hookwire_config as config;
use hookwire_terminal::{RegistryView, to_json_text};

/// Checks the configuration, or writes its schema
#[derive(Debug, clap::Args)]
pub(crate) struct Config {
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
        let host = start_to_check(registry, &config).await?;
        let plugins = host.engine().plugins();
        let status = plugins.status();
        let failed = status.iter().filter(|(_, status)| matches!(status, Status::Failed(_))).count();
        let registry = plugins.registry();
        let failed_agents = plugins.agent_instances();
        let failed_agents: Vec<_> = failed_agents.into_iter().filter(|it| it.failure.is_some()).collect();
        let (failed, observers) = (failed + failed_agents.len(), plugins.has_observers());
        let settings = config.settings();
        let isolation = plugins.isolation();
        let view = RegistryView { registry, list, settings, status, failed_agents, isolation, observers };
        let text = view.overview();
        let problems = plugins.problems();
        host.stop("the configuration is checked").await;
        Ok((text, failed, problems))
    })?;
    print(&text)?;
    config.locate(problems)?;
    if failed > 0 { Err(CliError::verb(CheckError::Failed(failed))) } else { Ok(()) }
}
