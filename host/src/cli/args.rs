use crate::config::Sources;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// An agent made of plugins.
#[derive(Debug, Parser)]
#[command(name = "hookwire", version, about, disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// The configuration file [default: hookwire.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Sets one value over the file: --set plugins.notes.file=notes.jsonl
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// What to log: error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL", value_parser = ["error", "warn", "info", "debug", "trace"])]
    pub(super) log: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Shows the plugins in this binary
    #[command(subcommand)]
    Plugins(Plugins),
    /// Shows every hook in the order it runs, and why in that order
    Hooks(Hooks),
    /// Talks with the agent
    Chat(Chat),
    /// Checks the configuration, or writes its schema
    #[command(subcommand)]
    Config(Config),
}

#[derive(Debug, Subcommand)]
pub(super) enum Plugins {
    /// Lists them, without running any of their code
    List {
        /// Shows also where each stands, what it may do and what it needs
        #[arg(short, long)]
        verbose: bool,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows everything of one
    Info {
        /// The plugin's id
        id: String,
        /// Writes JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Chat {
    /// Answers this one message
    #[arg(short, long)]
    pub(super) prompt: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct Hooks {
    /// Shows one point only
    #[arg(long, value_name = "POINT")]
    pub(super) point: Option<String>,
    /// Writes JSON
    #[arg(long, conflicts_with = "dot")]
    pub(super) json: bool,
    /// Writes a picture for Graphviz: hooks --dot | dot -Tsvg
    #[arg(long)]
    pub(super) dot: bool,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum Config {
    /// Starts every plugin with the configuration, says what does not fit, and stops them again
    Check,
    /// Writes the JSON Schema of the file
    Schema,
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
