use hookwire::live::{AgentInstance, PluginIsolation, Settings, Status};
use hookwire::plugin::{Declared, Manifest, NotYet};
use hookwire::point::KindName;
use hookwire::registry::Placed;
use hookwire::{PluginList, Registry};
use std::fmt::Display;

/// A registry with the list it came from, the operator's settings, and the status of plugins that run.
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "a terminal has nothing to show of itself")]
pub struct RegistryView<'a> {
    /// The plugins and the order of their hooks.
    pub registry: &'a Registry,
    /// The list of plugins in the agent's `main`.
    pub list: &'a PluginList,
    /// Which plugins are disabled, and what is set for hooks.
    pub settings: &'a Settings,
    /// The status of each plugin; empty, if no host runs.
    pub status: Vec<(&'static str, Status)>,
    /// The agents for which plugins do not work, as they failed with the agents' settings; empty, if no host runs.
    pub failed_agents: Vec<AgentInstance>,
    /// The isolation of each plugin; empty, if no host runs.
    pub isolation: Vec<PluginIsolation>,
    /// Whether hooks at observe points run: now, if a host runs, else at its start.
    pub observers: bool,
}

impl RegistryView<'_> {
    /// Returns the cargo feature that put a plugin into the binary.
    pub(super) fn feature(&self, plugin: &Manifest) -> &'static str {
        let same = |manifest: &Manifest| std::ptr::eq(manifest, plugin);
        let entry = self.list.entries.iter().find(|entry| same(entry.manifest));
        entry.map_or("-", |entry| entry.feature)
    }

    /// Returns the status of a plugin, if a host runs.
    pub(super) fn status(&self, plugin: &Manifest) -> Option<&Status> {
        self.status.iter().find(|(id, _)| *id == plugin.id).map(|(_, status)| status)
    }

    /// Returns whether a plugin is disabled: now, if a host runs, else at its start.
    pub(super) fn is_disabled(&self, plugin: &Manifest) -> bool {
        match self.status(plugin) {
            Some(status) => *status == Status::Disabled,
            None => self.settings.disabled.contains(plugin.id),
        }
    }

    /// Returns what to know where hooks at observe points do not run; empty, where they do.
    pub(super) fn observers_note(&self) -> &'static str {
        if self.observers {
            return "";
        }
        "observers are off: no hook at an observe point runs, those that fail closed included"
    }

    /// Returns whether a hook is left out, as its plugin is disabled or observers are off.
    pub(super) fn is_off(&self, placed: &Placed) -> bool {
        self.is_disabled(placed.plugin) || (!self.observers && placed.hook.point.kind == KindName::Observe)
    }

    /// Returns the state of a plugin in a word.
    pub(super) fn state(&self, plugin: &Manifest) -> String {
        match self.status(plugin) {
            Some(status) => status.to_string(),
            None if self.is_disabled(plugin) => "disabled".into(),
            None => "enabled".into(),
        }
    }
}

/// Returns the capabilities that a plugin declares; those without effect yet are marked.
pub(super) fn capabilities(plugin: &Manifest) -> String {
    let names = plugin.permissions.capabilities.iter().map(|it| marked(Declared::Capability(*it), *it));
    names.collect::<Vec<_>>().join(", ")
}

/// Returns the name of what is declared, marked where it has no effect yet.
pub(super) fn marked(declared: Declared, name: impl Display) -> String {
    if NotYet::find(declared).is_some() { format!("{name} (not yet)") } else { name.to_string() }
}
