//! Models that nothing in the binary brings: found at the start, not with the first message.

use super::Options;
use crate::models::{Models, OpenError};
use hookwire::config::Problem;
use hookwire::live::Settings;
use hookwire::plugin::ModelDecl;
use hookwire::{Registry, suggest};

/// Finds the models of agents that cannot be opened, whatever else may go wrong with them.
pub(super) fn check(options: &Options, settings: &Settings, registry: &Registry) -> Vec<Problem> {
    let known = Known::of(settings, registry);
    let wrong = named(options).filter_map(|(path, model)| Some(Problem::new(path, known.complaint(model)?)));
    wrong.collect()
}

/// Returns every model that an agent names, with its place.
fn named(options: &Options) -> impl Iterator<Item = (Vec<String>, &str)> {
    options.agents.iter().flat_map(|(agent, profile)| {
        let path = |rest: &[&str]| {
            let keys = ["agents", agent].into_iter().chain(rest.iter().copied());
            keys.map(str::to_owned).collect::<Vec<_>>()
        };
        let first = (path(&["model"]), &*profile.model);
        let others = profile.fallback.iter().enumerate();
        let others = others.map(move |(at, model)| (path(&["fallback", &at.to_string()]), &**model));
        std::iter::once(first).chain(others)
    })
}

/// The providers there are, and those there would be.
struct Known {
    providers: Vec<&'static str>,
    /// Each with the plugin that brings it and is disabled.
    disabled: Vec<(&'static str, &'static str)>,
}

impl Known {
    fn of(settings: &Settings, registry: &Registry) -> Self {
        let brought = registry
            .plugins()
            .iter()
            .flat_map(|plugin| plugin.contributions_of::<ModelDecl>().map(|decl| (decl.provider, plugin.id)));
        let (disabled, live): (Vec<_>, Vec<_>) = brought.partition(|(_, id)| settings.disabled.contains(*id));
        Self { providers: live.into_iter().map(|(provider, _)| provider).collect(), disabled }
    }

    /// Says why a model cannot be opened, if its name says so.
    fn complaint(&self, name: &str) -> Option<String> {
        let (provider, model) = match name.split_once('/') {
            None if name == Models::SCRIPT => return None,
            Some((provider, model)) if !model.is_empty() && self.providers.contains(&provider) => {
                return None;
            }
            split => split.unwrap_or((name, "")),
        };
        if let Some((_, plugin)) = self.disabled.iter().find(|(known, _)| *known == provider) {
            return Some(format!(
                "the model `{name}` is of the plugin `{plugin}`, which is disabled; take it out of `disabled`"
            ));
        }
        let providers = self.providers.iter().copied();
        Some(match suggest::nearest(provider, providers.chain([Models::SCRIPT])) {
            Some(Models::SCRIPT) => format!("there is no model `{name}`; did you mean `script`?"),
            Some(near) if model.is_empty() => {
                format!("there is no model `{name}`; write `{near}/` and the model's name")
            }
            Some(near) => format!("there is no model `{name}`; did you mean `{near}/{model}`?"),
            None => {
                OpenError::Unknown { name: name.to_owned(), providers: self.providers.clone() }.to_string()
            }
        })
    }
}
