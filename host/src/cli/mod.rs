mod args;
mod command;
mod error;

pub(crate) use error::CliError;

use args::Args;
use clap::Parser;
use hookwire::Roster;
use std::io::IsTerminal;
use std::process::ExitCode;

/// Runs an agent with the plugins of a list: the whole of its `main`.
pub fn main(roster: &'static Roster) -> ExitCode {
    let args = Args::parse();
    log(args.log.as_deref());
    match command::run(roster, args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let color = std::io::stderr().is_terminal();
            let head = if color { "\x1b[1;31merror:\x1b[0m" } else { "error:" };
            eprintln!("{head} {error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                eprintln!("  caused by: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

/// Writes logs of a level and above to the terminal's error side.
fn log(level: Option<&str>) {
    let level = level.and_then(|level| level.parse().ok()).unwrap_or(tracing::Level::WARN);
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .without_time()
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
