//! The command line: `args` and `verbs` say what may be asked, `command` finds who does it.

mod args;
mod command;
mod data;
mod error;
mod explain;
mod log;
mod once;
mod serve;
mod sessions;
mod talk;
mod tokens;
mod verbs;
mod wired;

pub(crate) use error::CliError;

use crate::chat::Style;
use args::Args;
use clap::Parser;
use hookwire::Roster;
use std::process::ExitCode;

/// Runs an agent with the plugins of a list: the whole of its `main`.
pub fn main(roster: &'static Roster) -> ExitCode {
    match command::run(roster, &Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(CliError::Told) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{} {error}", Style::of(&std::io::stderr()).red("error:"));
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                eprintln!("  caused by: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}
