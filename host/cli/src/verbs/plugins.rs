use super::plugin_logs::Logs;
use crate::context::{Startup, print};
use crate::error::CliError;
use crate::verb::Verb;
use hookwire::Registry;
use hookwire::suggest::unknown;
use hookwire_terminal::to_json_text;

/// Shows the plugins in this binary
#[derive(Debug, clap::Args)]
pub(crate) struct Plugins {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Lists them, without running any of their code
    List {
        /// Shows also where each stands, what it may do and what it needs
        #[arg(short, long)]
        verbose: bool,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Says what to look at: an order that nobody decided, gates that are off, declarations without effect
    Doctor,
    /// Shows the latest lines that one has written to its log
    Logs(Logs),
    /// Shows everything of one
    Info {
        /// The plugin's id
        id: String,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
}

impl Verb for Plugins {
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        let context = startup.configure()?;
        let view = context.registry_view();
        match self.action {
            Action::List { json: true, .. } => print(&to_json_text(&view.plugins_json())),
            Action::List { verbose, .. } => print(&view.plugins(verbose)),
            Action::Doctor => print(&view.doctor()),
            Action::Logs(logs) => logs.exec(&context),
            Action::Info { id, json } => {
                let Some(plugin) = context.registry.plugin(&id) else {
                    return Err(CliError::Unknown(absent(&context.registry, &id)));
                };
                print(&if json { to_json_text(&view.plugin_json(plugin)) } else { view.plugin(plugin) })
            }
        }
    }
}

/// Says why the agent has no plugin of an id.
fn absent(registry: &Registry, id: &str) -> String {
    if registry.unlisted().iter().any(|plugin| plugin.id == id) {
        return format!(
            "`{id}` is brought along by another plugin, but not listed in `plugins!`, and so not wired"
        );
    }
    if let Some((_, by)) = registry.replaced().iter().find(|(old, _)| old.id == id) {
        return format!("`{id}` is replaced by `{}`", by.id);
    }
    unknown("plugin", id, registry.plugins().iter().map(|plugin| plugin.id))
}
