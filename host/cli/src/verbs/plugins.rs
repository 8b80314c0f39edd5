use super::plugin_logs::Logs;
use crate::agent_settings;
use crate::context::{Startup, print};
use crate::error::CliError;
use crate::plugin_settings;
use crate::verb::Verb;
use hookwire::Registry;
use hookwire::suggest::unknown;
use hookwire_terminal::to_json_text;

/// Shows the plugins in this binary, and changes them while the host runs
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
    /// Says what to look at: an order that nobody decided, gates that are off, plugins that nothing contains, declarations without effect
    Doctor,
    /// Shows the latest lines that one has written to its log, and with -f those that come
    Logs(Logs),
    /// Shows everything of one
    Info {
        /// The plugin's id
        id: String,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows the settings of one, or changes them with --set KEY=VALUE and --unset KEY
    ///
    /// Behind `config`, --set KEY=VALUE is a setting of the plugin; in front of `plugins` it is one of the host, as it is with
    /// every other command.
    Config {
        /// The plugin's id
        id: String,
        /// Lets a setting be as the configuration says
        #[arg(long, value_name = "KEY")]
        unset: Vec<String>,
        #[command(flatten)]
        change: ChangeFlags,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Switches one on, also for later starts
    Enable {
        /// The plugin's id
        id: String,
        #[command(flatten)]
        change: ChangeFlags,
    },
    /// Switches one off, also for later starts
    Disable {
        /// The plugin's id
        id: String,
        #[command(flatten)]
        change: ChangeFlags,
    },
    /// Makes one anew with the settings it has
    Reload {
        /// The plugin's id
        id: String,
    },
    /// Shows whether hooks at observe points run, or lets all of them or none run, also for later starts
    Observers {
        /// What to do; shows how it is, if absent
        #[arg(value_enum)]
        switch: Option<Switch>,
    },
    /// Shows who changed one while the host ran, and what
    History {
        /// The plugin's id
        id: String,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
}

impl Action {
    /// Returns the id of the plugin that it is about.
    fn id(&self) -> Option<&str> {
        match self {
            Self::List { .. } | Self::Doctor | Self::Logs(_) | Self::Observers { .. } => None,
            Self::Info { id, .. }
            | Self::Config { id, .. }
            | Self::Enable { id, .. }
            | Self::Disable { id, .. }
            | Self::Reload { id }
            | Self::History { id, .. } => Some(id),
        }
    }
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Switch {
    /// They run
    On,
    /// None of them runs
    Off,
}

#[derive(Debug, clap::Args)]
struct ChangeFlags {
    /// The version that the settings must have, as `plugins config ID` shows it
    #[arg(long, value_name = "N")]
    version: Option<u64>,
}

impl Verb for Plugins {
    fn exec(self, mut startup: Startup) -> Result<(), CliError> {
        let is_config = matches!(self.action, Action::Config { .. });
        let set = if is_config { startup.take_set() } else { Vec::new() };
        let context = startup.configure()?;
        let mut view = context.registry_view();
        if let Some(id) = self.action.id()
            && context.registry.plugin(id).is_none()
        {
            return Err(CliError::Unknown(absent(&context.registry, id)));
        }
        match self.action {
            Action::Config { id, unset, change, json } => {
                plugin_settings::config(&context, &id, &set, &unset, change.version, json)
            }
            Action::Enable { id, change } => plugin_settings::switch(&context, &id, true, change.version),
            Action::Disable { id, change } => plugin_settings::switch(&context, &id, false, change.version),
            Action::Reload { id } => plugin_settings::reload(&context, &id),
            Action::History { id, json } => plugin_settings::history(&context, &id, json),
            Action::Observers { switch: Some(switch) } => {
                plugin_settings::switch_observers(&context, matches!(switch, Switch::On))
            }
            Action::Observers { switch: None } => print(if plugin_settings::has_observers(&context) {
                "observers are on"
            } else {
                "observers are off"
            }),
            Action::List { verbose, json } => {
                view.observers = plugin_settings::has_observers(&context);
                view.isolation = plugin_settings::isolation(&context);
                print(&if json { to_json_text(&view.plugins_json()) } else { view.plugins(verbose) })
            }
            Action::Doctor => {
                view.observers = plugin_settings::has_observers(&context);
                view.isolation = plugin_settings::isolation(&context);
                view.status = plugin_settings::failed(&context);
                print(&(view.doctor() + &plugin_settings::starved(&context)))
            }
            Action::Logs(logs) => logs.exec(&context),
            Action::Info { id, json } => {
                let plugin = context.registry.plugin(&id).expect("it was looked for");
                view.isolation = plugin_settings::isolation(&context);
                print(&if json {
                    to_json_text(&view.plugin_json(plugin))
                } else {
                    view.plugin(plugin) + &agent_settings::text(&context.config, plugin)
                })
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
