use crate::context::{Startup, print};
use crate::error::CliError;
use crate::verb::Verb;
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
            Action::Info { id, json } => {
                let Some(plugin) = context.registry.plugin(&id) else {
                    let ids = context.registry.plugins().iter().map(|plugin| plugin.id);
                    return Err(CliError::Unknown(unknown("plugin", &id, ids)));
                };
                print(&if json { to_json_text(&view.plugin_json(plugin)) } else { view.plugin(plugin) })
            }
        }
    }
}
