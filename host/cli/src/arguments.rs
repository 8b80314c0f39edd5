use super::context::GlobalFlags;
use super::verbs::AnyVerb;
use clap::Parser;
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

impl Arguments {
    /// Returns the verb and the flags that every verb has.
    pub(super) fn split(self) -> (Option<AnyVerb>, GlobalFlags) {
        let sources =
            Sources { file: self.config, variables: std::env::vars_os().collect(), arguments: self.set };
        (self.verb, GlobalFlags { sources, data: self.data, log: self.log })
    }
}
