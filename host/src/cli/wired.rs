//! What is wired, and whether it starts.

use super::CliError;
use super::command::{Setting, block_on, print};
use super::verbs::{Hooks, Plugins};
use crate::run::Host;
use crate::show::{self, View};
use crate::store::Memory;
use hookwire::live::Status;
use hookwire::registry::Order;
use hookwire::suggest;
use std::sync::Arc;

impl Setting<'_> {
    fn view(&self) -> View<'_> {
        View {
            registry: &self.registry,
            list: self.roster,
            settings: self.config.settings(),
            status: Vec::new(),
        }
    }
}

pub(super) fn plugins(setting: &Setting<'_>, verb: &Plugins) -> Result<(), CliError> {
    let view = setting.view();
    match verb {
        Plugins::List { json: true, .. } => print(&show::json(&view.plugins_json())),
        Plugins::List { verbose, .. } => print(&view.plugins(*verbose)),
        Plugins::Info { id, json } => {
            let Some(plugin) = setting.registry.plugin(id) else {
                let ids = setting.registry.plugins().iter().map(|plugin| plugin.id);
                return Err(CliError::NoPlugin { id: id.clone(), hint: hint(id, ids) });
            };
            print(&if *json { show::json(&view.plugin_json(plugin)) } else { view.plugin(plugin) })
        }
    }
}

pub(super) fn hooks(setting: &Setting<'_>, verb: &Hooks) -> Result<(), CliError> {
    let (view, registry) = (setting.view(), &setting.registry);
    let orders: Vec<&Order> = match &verb.point {
        None => registry.orders().iter().collect(),
        Some(name) => registry.orders().iter().filter(|order| order.point.name == name).collect(),
    };
    if let (true, Some(name)) = (orders.is_empty(), &verb.point) {
        let names = registry.orders().iter().map(|order| order.point.name);
        return Err(CliError::NoPoint { name: name.clone(), hint: hint(name, names) });
    }
    print(&if verb.json {
        show::json(&view.hooks_json(&orders))
    } else if verb.dot {
        view.hooks_dot(&orders)
    } else {
        view.hooks(&orders, verb.point.is_some())
    })
}

/// Starts everything and stops it again, and says how each plugin fared.
pub(super) fn check(setting: Setting<'_>) -> Result<(), CliError> {
    let Setting { registry, roster, config, .. } = setting;
    let (text, failed, problems) = block_on(async {
        let host = Host::start(registry, &config, Arc::new(Memory::default())).await?;
        let plugins = host.agent().plugins();
        let status = plugins.status();
        let failed = status.iter().filter(|(_, status)| matches!(status, Status::Failed(_))).count();
        let registry = plugins.registry();
        let text = View { registry, list: roster, settings: config.settings(), status }.overview();
        let problems = plugins.problems();
        host.stop("the configuration is checked").await;
        Ok((text, failed, problems))
    })?;
    print(&text)?;
    config.locate(problems)?;
    if failed > 0 { Err(CliError::Failed(failed)) } else { Ok(()) }
}

fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest::nearest(name, known.clone()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!("; there are: {}", known.collect::<Vec<_>>().join(", ")),
    }
}
