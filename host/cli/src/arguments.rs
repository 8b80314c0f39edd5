use super::context::GlobalFlags;
use super::plugin_verbs::{self, PluginVerb};
use super::verbs::AnyVerb;
use clap::{CommandFactory, FromArgMatches, Parser};
use hookwire::Registry;
use hookwire_config::Sources;
use std::ffi::OsString;
use std::path::PathBuf;

/// An agent made of plugins. Without a command it talks in the terminal, and serves where there is none.
#[derive(Debug, Parser)]
#[command(name = "hookwire", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Option<AnyVerb>,

    /// The configuration file [default: hookwire.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Sets one value over the file: --set agents.default.model=openai/gpt-5-mini
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// Where sessions and everything else is kept [default: hookwire in your own data folder]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,

    /// What to log: error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL", value_parser = ["error", "warn", "info", "debug", "trace"])]
    log: Option<String>,
}

/// What the command line asks for.
#[derive(Debug)]
pub(super) enum Asked {
    /// Nothing: it has no verb.
    Nothing,
    /// A verb of the host.
    Verb(AnyVerb),
    /// A verb of a plugin.
    PluginVerb(PluginVerb),
}

/// Reads the command line, with the verbs of the plugins in a registry.
///
/// It ends the process where help is asked for, and where the line cannot be read.
pub(super) fn read(registry: Option<&Registry>) -> (Asked, GlobalFlags) {
    let mut words: Vec<_> = std::env::args_os().collect();
    // Of those in front of a verb and those behind it, clap would return only the latter.
    let settings = take_settings(&mut words);
    let mut command = Arguments::command();
    if let Some(registry) = registry {
        command = plugin_verbs::add(command, registry, |id| words.iter().any(|word| word == id));
    }
    let matches = command.try_get_matches_from_mut(words).unwrap_or_else(|error| error.exit());
    let of_plugin = registry.map_or(Ok(None), |it| plugin_verbs::find(&mut command, &matches, it));
    let of_plugin = of_plugin.unwrap_or_else(|error| error.exit());
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let asked = match (of_plugin, arguments.verb) {
        (Some(verb), _) => Asked::PluginVerb(verb),
        (None, Some(verb)) => Asked::Verb(verb),
        (None, None) => Asked::Nothing,
    };
    let Arguments { config, set, data, log, .. } = arguments;
    let sources = Sources { file: config, variables: std::env::vars_os().collect(), arguments: settings };
    (asked, GlobalFlags { sources, set, data, log })
}

/// Takes the `--set` arguments out that stand in front of the verb, where there are only flags that have a value each.
fn take_settings(words: &mut Vec<OsString>) -> Vec<String> {
    let mut settings = Vec::new();
    let mut at = 1;
    while let Some(word) = words.get(at).and_then(|word| word.to_str()).filter(|it| it.starts_with("--")) {
        if let Some(setting) = word.strip_prefix("--set=") {
            settings.push(setting.to_owned());
            words.remove(at);
        } else if word == "--set"
            && let Some(setting) = words.get(at + 1).and_then(|word| word.to_str())
        {
            settings.push(setting.to_owned());
            words.drain(at..at + 2);
        } else {
            at += if word.contains('=') { 1 } else { 2 };
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::take_settings;
    use std::ffi::OsString;

    #[test]
    fn settings_in_front_of_a_verb_are_taken_and_those_behind_it_stay() {
        for (line, settings, rest) in [
            (
                "hookwire --set a=1 --data d --set=b=2 serve --set c=3",
                &["a=1", "b=2"][..],
                "hookwire --data d serve --set c=3",
            ),
            ("hookwire --data=d --set a=1", &["a=1"], "hookwire --data=d"),
            ("hookwire plugins config x --set a=1", &[], "hookwire plugins config x --set a=1"),
            ("hookwire --data --set a=1", &[], "hookwire --data --set a=1"),
            ("hookwire --set", &[], "hookwire --set"),
            ("hookwire", &[], "hookwire"),
        ] {
            let mut words: Vec<OsString> = line.split(' ').map(Into::into).collect();
            assert_eq!(take_settings(&mut words), settings, "{line}");
            assert_eq!(words.join(" ".as_ref()), rest, "{line}");
        }
    }
}
