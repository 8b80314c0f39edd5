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
use hookwire::PluginList;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

/// Runs an agent with the plugins of a list: the whole of its `main`.
pub fn main(roster: &'static PluginList) -> ExitCode {
    match command::run(roster, &Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(CliError::Told) => ExitCode::FAILURE,
        // A reader that leaves early, such as `head`, has what it wanted.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads that either, there is nobody to tell.
            let _ = complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn complain(error: &CliError) -> io::Result<()> {
    let mut out = io::stderr().lock();
    writeln!(out, "{} {error}", Style::of(&io::stderr()).red("error:"))?;
    let mut cause = error.source();
    while let Some(error) = cause {
        writeln!(out, "  caused by: {error}")?;
        cause = error.source();
    }
    Ok(())
}
