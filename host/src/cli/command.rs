use super::args::{Args, Command};
use super::data::Data;
use super::verbs::{Chat, Config as ConfigVerb, Serve};
use super::{CliError, explain, log, once, serve, sessions, talk, tokens, wired};
use crate::config::{self, Config};
use crate::show;
use hookwire::{PluginList, Registry};
use std::io::{self, IsTerminal, Write};

/// What every command works with.
pub(super) struct Setting<'a> {
    pub(super) registry: Registry,
    pub(super) roster: &'static PluginList,
    pub(super) config: Config,
    pub(super) data: Data,
    pub(super) log: Option<&'a str>,
}

/// Does what the command line asks.
pub(super) fn run(roster: &'static PluginList, args: &Args) -> Result<(), CliError> {
    let registry = Registry::linked(roster)?;
    if let Some(Command::Config(ConfigVerb::Schema)) = args.command {
        return print(&show::json(&config::schema(&registry)));
    }
    let config = Config::load(&args.sources(), &registry)?;
    let data = Data::of(args.data.as_deref(), &config.options().store);
    let config = match data.place() {
        Some(folder) => config.with_data(folder.to_owned()),
        None => config,
    };
    let setting = Setting { registry, roster, config, data, log: args.log.as_deref() };
    let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    match &args.command {
        None if terminal => talk::talk(setting, &Chat::default()),
        Some(Command::Chat(chat)) if terminal && chat.prompt.is_none() => talk::talk(setting, chat),
        command => {
            log::to_stderr(setting.log);
            plain(setting, command.as_ref())
        }
    }
}

/// Does what needs no terminal.
fn plain(setting: Setting<'_>, command: Option<&Command>) -> Result<(), CliError> {
    match command {
        None => serve::serve(setting, &Serve::default()),
        Some(Command::Serve(options)) => serve::serve(setting, options),
        Some(Command::Chat(chat)) => match &chat.prompt {
            Some(prompt) => once::once(setting, chat, prompt),
            None => Err(CliError::NoTerminal),
        },
        Some(Command::Sessions(verb)) => sessions::sessions(&setting, verb),
        Some(Command::Explain(verb)) => explain::explain(&setting, verb),
        Some(Command::Tokens(verb)) => tokens::tokens(&setting, verb),
        Some(Command::Config(_)) => wired::check(setting),
        Some(Command::Plugins(verb)) => wired::plugins(&setting, verb),
        Some(Command::Hooks(verb)) => wired::hooks(&setting, verb),
    }
}

/// Runs something that waits.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(CliError::Runtime)?;
    let done = runtime.block_on(work);
    // A thread that still waits for a key must not keep the process.
    runtime.shutdown_background();
    done
}

/// Writes a text; a reader that leaves early, such as `head`, is no error.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    match writeln!(io::stdout().lock(), "{}", text.trim_end()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
