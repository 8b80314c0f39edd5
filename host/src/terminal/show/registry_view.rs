use hookwire::live::Settings;
use hookwire::plugin::{Manifest, Tier};
use hookwire::{PluginList, Registry};

/// A registry, with the list it came from and what the operator decides about it.
#[derive(Clone, Copy)]
pub(crate) struct RegistryView<'a> {
    /// The plugins and the order of their hooks.
    pub(crate) registry: &'a Registry,
    /// The list of plugins in the agent's `main`.
    pub(crate) list: &'a PluginList,
    /// Which plugins are disabled, and what is set for hooks.
    pub(crate) settings: &'a Settings,
}

impl RegistryView<'_> {
    /// Returns the cargo feature that put a plugin into the binary.
    pub(super) fn feature(&self, plugin: &Manifest) -> &'static str {
        let same = |manifest: &Manifest| std::ptr::eq(manifest, plugin);
        let entry = self.list.entries.iter().find(|entry| same(entry.manifest));
        entry.map_or("-", |entry| entry.feature)
    }

    /// Returns the word for whether a plugin is disabled.
    pub(super) fn state(&self, plugin: &Manifest) -> &'static str {
        if self.settings.disabled.contains(plugin.id) { "disabled" } else { "enabled" }
    }
}

/// Returns the word for a tier.
pub(super) fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::Inline => "inline",
        Tier::Worker => "worker",
    }
}
