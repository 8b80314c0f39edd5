use super::verbs::{Chat, Config, Explain, Hooks, Plugins, Serve, Sessions, Tokens};
use crate::config::Sources;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// An agent made of plugins. Without a command it talks in the terminal, and serves where there is none.
#[derive(Debug, Parser)]
#[command(name = "hookwire", version, disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// The configuration file [default: hookwire.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Sets one value over the file: --set agents.default.model=openai/gpt-5-mini
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// Where sessions and everything else is kept [default: hookwire in your own data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,

    /// What to log: error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL", value_parser = ["error", "warn", "info", "debug", "trace"])]
    pub(super) log: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Talks with the agent
    Chat(Chat),
    /// Serves HTTP, without a terminal, until it is told to end
    Serve(Serve),
    /// Shows the sessions that are kept, writes one out, or deletes one
    #[command(subcommand)]
    Sessions(Sessions),
    /// Shows what every hook did in a turn: each change, each verdict, and why
    Explain(Explain),
    /// Makes, shows and removes the keys to the HTTP door
    #[command(subcommand, alias = "token")]
    Tokens(Tokens),
    /// Shows the plugins in this binary
    #[command(subcommand)]
    Plugins(Plugins),
    /// Shows every hook in the order it runs, and why in that order
    Hooks(Hooks),
    /// Checks the configuration, or writes its schema
    #[command(subcommand)]
    Config(Config),
}

impl Args {
    pub(super) fn sources(&self) -> Sources {
        Sources {
            file: self.config.clone(),
            variables: std::env::vars_os().collect(),
            arguments: self.set.clone(),
        }
    }
}
