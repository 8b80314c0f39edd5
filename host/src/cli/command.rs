use super::CliError;
use super::args::{Args, Chat, Command, Config as ConfigCommand, Hooks, Plugins};
use crate::agent::Incoming;
use crate::config::{self, Config};
use crate::run::Host;
use crate::show;
use crate::store::Memory;
use hookwire::cx::RequestKind;
use hookwire::live::Status;
use hookwire::registry::Order;
use hookwire::{Registry, Roster, suggest};
use std::io::{self, Write};
use std::sync::Arc;

/// Does what the command line asks.
pub(super) fn run(roster: &'static Roster, args: Args) -> Result<(), CliError> {
    let registry = Registry::linked(roster)?;
    if let Some(Command::Config(ConfigCommand::Schema)) = args.command {
        return print(&show::json(&config::schema(&registry)));
    }
    let config = Config::load(&args.sources(), &registry)?;
    match args.command {
        None => live(registry, roster, &config, true),
        Some(Command::Config(_)) => live(registry, roster, &config, false),
        Some(Command::Chat(chat)) => one_shot(registry, &config, &chat),
        Some(Command::Plugins(command)) => plugins(&registry, roster, &config, &command),
        Some(Command::Hooks(command)) => hooks(&registry, roster, &config, &command),
    }
}

fn plugins(registry: &Registry, roster: &Roster, config: &Config, command: &Plugins) -> Result<(), CliError> {
    let view = show::View { registry, roster, settings: config.settings() };
    match command {
        Plugins::List { json: true, .. } => print(&show::json(&view.plugins_json())),
        Plugins::List { verbose, .. } => print(&view.plugins(*verbose)),
        Plugins::Info { id, json } => {
            let Some(plugin) = registry.plugin(id) else {
                let ids = registry.plugins().iter().map(|plugin| plugin.id);
                return Err(CliError::NoPlugin { id: id.clone(), hint: hint(id, ids) });
            };
            print(&if *json { show::json(&view.plugin_json(plugin)) } else { view.plugin(plugin) })
        }
    }
}

fn hooks(registry: &Registry, roster: &Roster, config: &Config, command: &Hooks) -> Result<(), CliError> {
    let view = show::View { registry, roster, settings: config.settings() };
    let orders: Vec<&Order> = match &command.point {
        None => registry.orders().iter().collect(),
        Some(name) => registry.orders().iter().filter(|order| order.point.name == name).collect(),
    };
    if let (true, Some(name)) = (orders.is_empty(), &command.point) {
        let names = registry.orders().iter().map(|order| order.point.name);
        return Err(CliError::NoPoint { name: name.clone(), hint: hint(name, names) });
    }
    print(&if command.json {
        show::json(&view.hooks_json(&orders))
    } else if command.dot {
        view.hooks_dot(&orders)
    } else {
        view.hooks(&orders, command.point.is_some())
    })
}

/// Starts everything and stops it again, and says how each plugin fared.
fn live(registry: Registry, roster: &Roster, config: &Config, guide: bool) -> Result<(), CliError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(CliError::Runtime)?;
    let (text, failed, problems) = runtime.block_on(async {
        let host = Host::start(registry, config, Arc::new(Memory::default())).await?;
        let plugins = host.agent().plugins();
        let status = plugins.status();
        let failed = status.iter().filter(|(_, status)| matches!(status, Status::Failed(_))).count();
        let registry = plugins.registry();
        let view = show::View { registry, roster, settings: config.settings() };
        let text = view.overview(&status, guide);
        let problems = plugins.problems();
        host.stop("the overview is shown").await;
        Ok::<_, CliError>((text, failed, problems))
    })?;
    print(&text)?;
    config.locate(problems)?;
    if failed > 0 { Err(CliError::Failed(failed)) } else { Ok(()) }
}

/// Answers one message.
fn one_shot(registry: Registry, config: &Config, chat: &Chat) -> Result<(), CliError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(CliError::Runtime)?;
    runtime.block_on(async {
        let host = Host::start(registry, config, Arc::new(Memory::default())).await?;
        let message = Incoming {
            channel: "cli".into(),
            kind: RequestKind::Cli,
            message: chat.prompt.clone(),
            unattended: true,
            ..Incoming::default()
        };
        let mut sent = host.agent().send(message).await.map_err(CliError::Send)?;
        while let Some(event) = sent.events.next().await {
            println!("{}", serde_json::to_string(&event).unwrap_or_default());
        }
        host.stop("the message is answered").await;
        Ok::<_, CliError>(())
    })
}

fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest::nearest(name, known.clone()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!("; there are: {}", known.collect::<Vec<_>>().join(", ")),
    }
}

/// Writes a text; a reader that leaves early, such as `head`, is no error.
fn print(text: &str) -> Result<(), CliError> {
    match writeln!(io::stdout().lock(), "{}", text.trim_end()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
