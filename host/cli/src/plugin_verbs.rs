//! Verbs of plugins: `hookwire <plugin> <verb> --flags`, known only when the plugins are.

use super::context::{Startup, block_on, print};
use super::error::CliError;
use super::server;
use super::start::start;
use super::verb::Verb;
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command};
use hookwire::Registry;
use hookwire::arguments::{Parameter, ParameterKind, Parameters};
use hookwire::plugin::{Manifest, VerbDecl};
use hookwire_engine::Engine;
use hookwire_terminal::{Signals, safe};
use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::io::{self, IsTerminal};

/// A verb of a plugin, with its arguments.
#[derive(Debug)]
pub(super) struct PluginVerb {
    plugin: &'static str,
    name: &'static str,
    args: Value,
}

#[derive(Debug, thiserror::Error)]
enum VerbError {
    #[error("`{0}` is switched off, or did not start")]
    NotLive(&'static str),
    #[error("interrupted")]
    Interrupted,
    #[error(transparent)]
    Failed(#[from] Failed),
}

/// The error of the plugin's own code.
#[derive(Debug)]
struct Failed(hookwire::Error);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Failed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source().source()
    }
}

/// Adds a subcommand for each plugin that brings verbs.
///
/// The flags of a verb are those of its schema, which is code of the plugin: it runs only for plugins that `is_meant`.
pub(super) fn add(command: Command, registry: &Registry, is_meant: impl Fn(&str) -> bool) -> Command {
    let taken: Vec<_> = command.get_arguments().filter_map(Arg::get_long).map(str::to_owned).collect();
    plugins(registry).fold(command, |command, plugin| {
        let of_plugin = Command::new(plugin.id)
            .about(plugin.description)
            .subcommand_required(true)
            .arg_required_else_help(true)
            .disable_help_subcommand(true);
        let verbs = plugin.contributions_of::<VerbDecl>().map(|verb| {
            let parameters = if is_meant(plugin.id) { parameters(verb) } else { Parameters::default() };
            let flags = parameters.all().iter().map(|parameter| flag(parameter, plugin, &taken));
            Command::new(verb.name).about(verb.description).args(flags.collect::<Vec<_>>())
        });
        command.subcommand(of_plugin.subcommands(verbs.collect::<Vec<_>>()))
    })
}

/// Returns the verb that the command line names, if it is one of a plugin.
pub(super) fn find(
    command: &mut Command,
    matches: &ArgMatches,
    registry: &Registry,
) -> Result<Option<PluginVerb>, clap::Error> {
    let Some((id, matches)) = matches.subcommand() else { return Ok(None) };
    let Some(plugin) = plugins(registry).find(|plugin| plugin.id == id) else { return Ok(None) };
    let Some((name, matches)) = matches.subcommand() else { return Ok(None) };
    let mut verbs = plugin.contributions_of::<VerbDecl>();
    let Some(verb) = verbs.find(|verb| verb.name == name) else { return Ok(None) };
    let parameters = parameters(verb);
    let texts = parameters.all().iter().flat_map(|parameter| texts(parameter, matches));
    match parameters.read_named(texts) {
        Ok(args) => Ok(Some(PluginVerb { plugin: plugin.id, name: verb.name, args })),
        Err(error) => {
            let command = command.find_subcommand_mut(id).and_then(|it| it.find_subcommand_mut(name));
            let fallback = &mut Command::new(verb.name);
            Err(command.unwrap_or(fallback).error(ErrorKind::ValueValidation, error))
        }
    }
}

/// Returns the plugins that bring verbs.
fn plugins(registry: &Registry) -> impl Iterator<Item = &'static Manifest> {
    let plugins = registry.plugins().iter().copied();
    plugins.filter(|plugin| plugin.contributions_of::<VerbDecl>().next().is_some())
}

/// Returns the parameters of a verb; none where they cannot be known, which the verb says itself when it runs.
fn parameters(verb: &VerbDecl) -> Parameters {
    verb.parameters().unwrap_or_default()
}

fn flag(parameter: &Parameter, plugin: &Manifest, taken: &[String]) -> Arg {
    let long = match parameter.flag() {
        long if taken.contains(&long) || long == "help" || long == "version" => {
            format!("{}-{long}", plugin.id)
        }
        long => long,
    };
    let arg = Arg::new(id(parameter)).long(long).help(parameter.description.clone());
    let (kind, action) = match &parameter.kind {
        ParameterKind::Flag => return arg.action(ArgAction::SetTrue),
        ParameterKind::List(item) => (&**item, ArgAction::Append),
        kind => (kind, ArgAction::Set),
    };
    let value = parameter.name.to_uppercase();
    let arg = arg.action(action).value_name(value).required(parameter.required);
    match kind {
        ParameterKind::Choice(words) => arg.value_parser(PossibleValuesParser::new(words.clone())),
        ParameterKind::Integer | ParameterKind::Number => arg.allow_negative_numbers(true),
        _ => arg,
    }
}

/// Returns the id of a flag, which no flag of the host has.
fn id(parameter: &Parameter) -> String {
    format!("verb.{}", parameter.name)
}

/// Returns the texts that were given for a parameter, each with its name.
fn texts<'t>(parameter: &'t Parameter, matches: &'t ArgMatches) -> Vec<(&'t str, &'t str)> {
    let id = id(parameter);
    let name = &*parameter.name;
    if parameter.kind == ParameterKind::Flag {
        return if matches.get_flag(&id) { vec![(name, "true")] } else { Vec::new() };
    }
    let texts = matches.get_many::<String>(&id);
    texts.into_iter().flatten().map(|text| (name, &**text)).collect()
}

impl Verb for PluginVerb {
    /// Starts the plugins, runs the verb, stops the plugins, and writes what the verb says.
    fn exec(self, startup: Startup) -> Result<(), CliError> {
        let context = startup.configure()?;
        block_on(async {
            let mut signals = Signals::open()?;
            let store = context.data.open_store().await?;
            let host = start(context.registry, &context.config, store).await?;
            let ran = tokio::select! {
                ran = self.run(host.engine()) => ran.map_err(CliError::verb),
                _ = signals.next() => Err(CliError::verb(VerbError::Interrupted)),
                lost = host.engine().ownership_lost() => Err(lost.into()),
            };
            server::stop(host, None, "the verb has run").await;
            let text = ran?;
            print(&if io::stdout().is_terminal() { safe(&text) } else { text })
        })
    }
}

impl PluginVerb {
    async fn run(self, engine: &Engine) -> Result<String, VerbError> {
        let ran = engine.verb(self.plugin, self.name, self.args).await;
        let reply = ran.ok_or(VerbError::NotLive(self.plugin))?;
        Ok(reply.map_err(Failed)?.text)
    }
}
