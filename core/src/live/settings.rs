use super::agent_plugins::AgentPlugins;
use super::order_settings::OrderSettings;
use crate::config::{Problem, Section, SectionSet};
use crate::plugin::{HookDecl, Limits, Manifest};
use crate::point::{FailurePolicy, HookPolicy, HookPolicyOverride, KindName};
use crate::registry::Registry;
use hookwire_text::suggest;
use std::collections::{BTreeMap, BTreeSet};

/// The decisions of the operator about plugins.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Plugins that are in the binary and not to run.
    pub disabled: BTreeSet<String>,
    /// What holds for single agents, by the agent's name.
    pub agents: BTreeMap<String, AgentPlugins>,
    /// Whether hooks at observe points are left out, all of them.
    pub without_observers: bool,
    /// Plugins without which the host does not start, as it never does without one that owns a gate.
    pub required: BTreeSet<String>,
    /// Each plugin's section, by id.
    pub sections: BTreeMap<String, Section>,
    /// The limits of each plugin that runs in this process, by id.
    pub limits: BTreeMap<String, Limits>,
    /// Settings of single hooks, by plugin id and point.
    pub hooks: BTreeMap<(String, String), HookPolicyOverride>,
    /// The order of hooks.
    pub order: OrderSettings,
}

impl Settings {
    /// Returns the problems of settings: of plugins and hooks that do not exist; paths are those of the configuration file.
    pub fn check(&self, registry: &Registry) -> Vec<Problem> {
        let disabled = self.disabled.iter().map(|id| (vec!["disabled".into()], id));
        let required = self.required.iter().map(|id| (vec!["required".into()], id));
        let sections = self.sections.keys().map(|id| (vec!["plugins".into(), id.clone()], id));
        let hooks = self.hooks.keys().map(|(id, _)| (vec!["hooks".into(), id.clone()], id));
        let limits = self.limits.keys().map(|id| (vec!["plugins".into(), id.clone(), "limits".into()], id));
        let unknown = disabled.chain(required).chain(sections).chain(limits).chain(hooks);
        let unknown = unknown.filter(|(_, id)| !registry.knows(id));
        let mut problems: Vec<_> =
            unknown.map(|(path, id)| Problem { path, message: no_plugin(id, registry) }).collect();
        problems.extend(self.hooks.keys().filter_map(|key| no_hook(key, registry)));
        problems.extend(self.order.check(registry));
        let agents = self.agents.iter();
        problems.extend(agents.flat_map(|(agent, it)| it.check(agent, &self.required, registry)));
        problems.extend(self.required.iter().filter_map(|id| self.contradiction(id, registry)));
        problems
    }

    /// Returns what in the sections of plugins does not fit their types, where no plugin is made that would tell it itself.
    pub fn check_sections(&self, registry: &Registry) -> Vec<Problem> {
        let enabled = registry.plugins().iter().filter(|plugin| !self.disabled.contains(plugin.id));
        let is_set = |id: &str| {
            self.sections.contains_key(id) || self.agents.values().any(|it| it.sections.contains_key(id))
        };
        let set = enabled.filter(|plugin| is_set(plugin.id));
        set.flat_map(|plugin| plugin.config_problems(&self.sections_of(plugin.id)).0).collect()
    }

    /// Returns the sections of a plugin: its own, and those of the agents that it works for.
    pub fn sections_of(&self, plugin: &str) -> SectionSet {
        let own = self.sections.get(plugin).cloned().unwrap_or_default();
        let agents = self.agents.iter().filter(|(_, it)| !it.disabled.contains(plugin));
        let agents = agents.filter_map(|(agent, it)| Some((agent.clone(), it.sections.get(plugin)?.clone())));
        SectionSet { own, agents: agents.collect() }
    }

    /// Returns the limits of a plugin.
    pub fn limits_of(&self, plugin: &str) -> Limits {
        self.limits.get(plugin).cloned().unwrap_or_default()
    }

    /// Returns the plugins of which something is missed while observers are off: those that are required and have observers,
    /// and those with observers that fail closed.
    pub fn missed_observers(&self, registry: &Registry) -> Vec<&'static str> {
        let is_missed = |plugin: &Manifest| {
            let mut observers = plugin.hooks.iter().filter(|hook| hook.point.kind == KindName::Observe);
            let is_required = self.required.contains(plugin.id);
            observers.any(|it| is_required || self.policy(plugin.id, it).on_failure == FailurePolicy::Closed)
        };
        let plugins = registry.plugins().iter().filter(|plugin| !self.disabled.contains(plugin.id));
        plugins.filter(|plugin| is_missed(plugin)).map(|plugin| plugin.id).collect()
    }

    /// Returns whether the operator says that a plugin does not work for an agent.
    pub(super) fn is_disabled_for(&self, agent: &str, plugin: &Manifest) -> bool {
        self.agents.get(agent).is_some_and(|it| it.disabled.contains(plugin.id))
    }

    /// Returns the reason why a plugin that is required cannot be there.
    fn contradiction(&self, id: &str, registry: &Registry) -> Option<Problem> {
        let replaced = || registry.replaced().iter().find(|(old, _)| old.id == id);
        let message = if self.disabled.contains(id) {
            format!("`{id}` is required and disabled; take it out of one of the two lists")
        } else if let Some((_, by)) = replaced() {
            format!("`{id}` is required and replaced by `{}`; require that one", by.id)
        } else if registry.plugin(id).is_none() && registry.is_feature_disabled(id) {
            format!("`{id}` is required and not in this binary; build it with its feature")
        } else {
            return None;
        };
        Some(Problem { path: vec!["required".into()], message })
    }

    /// Returns the policy of a hook: what the operator says, else its author, else the point.
    pub fn policy(&self, plugin: &str, hook: &HookDecl) -> HookPolicy {
        let key = (plugin.to_owned(), hook.point.name.to_owned());
        let operator = self.hooks.get(&key).copied().unwrap_or(HookPolicyOverride::NONE);
        hook.point.policy.with(&hook.policy).with(&operator)
    }
}

fn no_plugin(id: &str, registry: &Registry) -> String {
    suggest::unknown("plugin", id, registry.plugins().iter().map(|plugin| plugin.id))
}

fn no_hook((id, point): &(String, String), registry: &Registry) -> Option<Problem> {
    let plugin = registry.plugin(id)?;
    let points = plugin.hooks.iter().map(|hook| hook.point.name);
    if points.clone().any(|name| name == point) {
        return None;
    }
    let hint = suggest::hint(point, points);
    Some(Problem {
        path: vec!["hooks".into(), id.clone(), point.clone()],
        message: format!("`{id}` has no hook at `{point}`{hint}"),
    })
}
