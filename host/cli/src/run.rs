use super::arguments::Arguments;
use super::context::Startup;
use super::error::CliError;
use super::verb::Verb;
use super::verbs::{AnyVerb, Chat, Serve};
use clap::Parser;
use hookwire::PluginList;
use hookwire_terminal::Style;
use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Runs an agent with the plugins of a list: the whole of its `main`.
pub fn main(plugins: &'static PluginList) -> ExitCode {
    match run(plugins, Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(CliError::AlreadyReported) => ExitCode::FAILURE,
        // A reader that leaves early, such as `head`, has what it wanted.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error cannot be written either, there is nowhere left to report to.
            let _ = report(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(plugins: &'static PluginList, arguments: Arguments) -> Result<(), CliError> {
    let (verb, flags) = arguments.split();
    let verb = verb.unwrap_or_else(default_verb);
    verb.exec(Startup::new(plugins, flags)?)
}

/// Returns the verb of a command line without one: a conversation in a terminal, a server elsewhere.
fn default_verb() -> AnyVerb {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        AnyVerb::Chat(Chat::default())
    } else {
        AnyVerb::Serve(Serve::default())
    }
}

/// Writes an error and its causes to standard error.
fn report(error: &CliError) -> io::Result<()> {
    let mut out = io::stderr().lock();
    writeln!(out, "{} {error}", Style::of(&io::stderr()).red("error:"))?;
    let mut cause = error.source();
    while let Some(error) = cause {
        writeln!(out, "  caused by: {error}")?;
        cause = error.source();
    }
    Ok(())
}
