use super::arguments::{self, Asked};
use super::context::Startup;
use super::error::CliError;
use super::verb::Verb;
use super::verbs::{AnyVerb, Chat, Serve};
use hookwire::{PluginList, Registry};
use hookwire_terminal::Style;
use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Runs an agent with the plugins of a list: the whole of its `main`.
pub fn main(plugins: &'static PluginList) -> ExitCode {
    match run(plugins) {
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

fn run(plugins: &'static PluginList) -> Result<(), CliError> {
    // This process may be one of a plugin: then it does nothing else.
    hookwire_worker::serve_if_worker(plugins);
    let registry = Registry::linked(plugins);
    // The host's own verbs can be read, and their help, where the plugins do not fit together.
    let (asked, flags) = arguments::read(registry.as_ref().ok());
    let startup = Startup::new(plugins, registry?, flags);
    match asked {
        Asked::Nothing => default_verb().exec(startup),
        Asked::Verb(verb) => verb.exec(startup),
        Asked::PluginVerb(verb) => verb.exec(startup),
    }
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
