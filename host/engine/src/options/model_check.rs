//! The check of the models that agents name, so that an unknown one is found at start and not with the first message.

use super::agents::{AgentConfig, SCRIPTED_MODEL};
use hookwire::config::Problem;
use hookwire::live::Settings;
use hookwire::plugin::ModelDecl;
use hookwire::{Registry, suggest};
use std::collections::BTreeMap;

/// Returns a problem for each model that no plugin in the binary can open.
pub(super) fn check(
    agents: &BTreeMap<String, AgentConfig>,
    settings: &Settings,
    registry: &Registry,
) -> Vec<Problem> {
    let providers = Providers::of(settings, registry);
    let models = named_models(agents);
    let complaint = |path: &[String], model: &str| {
        let absent = || providers.absent_for(agents.get(path.get(1)?)?, model);
        providers.complaint(model).or_else(absent)
    };
    models.filter_map(|(path, model)| complaint(&path, model).map(|it| Problem::new(path, it))).collect()
}

/// Returns the error text for a model that no provider has.
pub(crate) fn unknown_model(name: &str, providers: &[&str]) -> String {
    let providers = providers.iter().map(|provider| format!(" or `{provider}/<name>`"));
    format!("there is no model `{name}`; write `{SCRIPTED_MODEL}`{}", providers.collect::<Vec<_>>().concat())
}

/// Returns every model that an agent names, with its path in the configuration.
fn named_models(agents: &BTreeMap<String, AgentConfig>) -> impl Iterator<Item = (Vec<String>, &str)> {
    agents.iter().flat_map(|(agent, config)| {
        let path = |rest: &[&str]| {
            let keys = ["agents", agent].into_iter().chain(rest.iter().copied());
            keys.map(str::to_owned).collect::<Vec<_>>()
        };
        let first = (path(&["model"]), &*config.model);
        let others = config.fallback.iter().enumerate();
        let others = others.map(move |(at, model)| (path(&["fallback", &at.to_string()]), &**model));
        std::iter::once(first).chain(others)
    })
}

/// The model providers in the binary.
struct Providers {
    /// The providers of enabled plugins, each with its plugin.
    enabled: Vec<(&'static str, &'static str)>,
    /// The providers of disabled plugins, each with its plugin.
    disabled: Vec<(&'static str, &'static str)>,
}

impl Providers {
    fn of(settings: &Settings, registry: &Registry) -> Self {
        let declared = registry
            .plugins()
            .iter()
            .flat_map(|plugin| plugin.contributions_of::<ModelDecl>().map(|decl| (decl.name, plugin.id)));
        let (disabled, live): (Vec<_>, Vec<_>) =
            declared.partition(|(_, id)| settings.disabled.contains(*id));
        Self { enabled: live, disabled }
    }

    /// Returns the names of the providers of enabled plugins.
    fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.enabled.iter().map(|(provider, _)| *provider)
    }

    /// Returns why a model cannot be opened for an agent for which its plugin does not work.
    fn absent_for(&self, agent: &AgentConfig, name: &str) -> Option<String> {
        let (provider, _) = name.split_once('/')?;
        let (_, plugin) = self.enabled.iter().find(|(known, _)| *known == provider)?;
        agent.disabled.contains(*plugin).then(|| {
            format!(
                "the model `{name}` is of the plugin `{plugin}`, which is disabled for this agent; take it out of the \
                 agent's `disabled`"
            )
        })
    }

    /// Returns why a model cannot be opened, as far as its name tells.
    fn complaint(&self, name: &str) -> Option<String> {
        let (provider, model) = match name.split_once('/') {
            None if name == SCRIPTED_MODEL => return None,
            Some((provider, model)) if !model.is_empty() && self.names().any(|it| it == provider) => {
                return None;
            }
            split => split.unwrap_or((name, "")),
        };
        if let Some((_, plugin)) = self.disabled.iter().find(|(known, _)| *known == provider) {
            return Some(format!(
                "the model `{name}` is of the plugin `{plugin}`, which is disabled; take it out of `disabled`"
            ));
        }
        Some(match suggest::nearest(provider, self.names().chain([SCRIPTED_MODEL])) {
            Some(SCRIPTED_MODEL) => format!("there is no model `{name}`; did you mean `script`?"),
            Some(near) if model.is_empty() => {
                format!("there is no model `{name}`; write `{near}/` and the model's name")
            }
            Some(near) => format!("there is no model `{name}`; did you mean `{near}/{model}`?"),
            None => unknown_model(name, &self.names().collect::<Vec<_>>()),
        })
    }
}
