use super::context::GlobalFlags;
use super::plugin_verbs::{self, PluginVerb};
use super::verbs::AnyVerb;
use clap::{CommandFactory, FromArgMatches, Parser};
use hookwire::Registry;
use hookwire_config::Sources;
use std::path::PathBuf;

/// An agent made of plugins. Without a command it talks in the terminal, and serves where there is none.
#[derive(Debug, Parser)]
#[command(name = "hookwire", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Option<AnyVerb>,

    /// The configuration file [default: hookwire.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Sets one value over the file: --set agents.default.model=openai/gpt-5-mini
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// Where sessions and everything else is kept [default: hookwire in your own data folder]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,

    /// What to log: error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL", value_parser = ["error", "warn", "info", "debug", "trace"])]
    log: Option<String>,
}

/// What the command line asks for.
#[derive(Debug)]
pub(super) enum Asked {
    /// Nothing: it has no verb.
    Nothing,
    /// A verb of the host.
    Verb(AnyVerb),
    /// A verb of a plugin.
    PluginVerb(PluginVerb),
}

/// Reads the command line, with the verbs of the plugins in a registry.
///
/// It ends the process where help is asked for, and where the line cannot be read.
pub(super) fn read(registry: Option<&Registry>) -> (Asked, GlobalFlags) {
    let words: Vec<_> = std::env::args_os().collect();
    let is_meant = |id: &str| words.iter().any(|word| word == id);
    let mut command = Arguments::command();
    if let Some(registry) = registry {
        command = plugin_verbs::add(command, registry, is_meant);
    }
    let matches = command.get_matches_mut();
    let of_plugin = registry.map_or(Ok(None), |it| plugin_verbs::find(&mut command, &matches, it));
    let of_plugin = of_plugin.unwrap_or_else(|error| error.exit());
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let asked = match (of_plugin, arguments.verb) {
        (Some(verb), _) => Asked::PluginVerb(verb),
        (None, Some(verb)) => Asked::Verb(verb),
        (None, None) => Asked::Nothing,
    };
    let Arguments { config, set, data, log, .. } = arguments;
    let sources = Sources { file: config, variables: std::env::vars_os().collect(), arguments: set };
    (asked, GlobalFlags { sources, data, log })
}
