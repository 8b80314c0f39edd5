use super::names::same;
use super::plugin_list::is_disabled;
use super::site::{Hint, Site};
use crate::plugin::Manifest;
use hookwire_text::suggest;

/// The plugins of a binary, those that another one replaces among them, and what its operator says of their order.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    plugins: &'a [&'static Manifest],
    feature_disabled: &'a [&'static str],
    /// Whether some plugin replaces another one: mostly none does.
    has_replacements: bool,
    /// Whether it is sure that no two ids and no two names of a kind are the same.
    names_differ: bool,
    /// Pairs of ids, of which the first runs before the second.
    moved: &'a [(&'a str, &'a str)],
}

/// The plugin that a constraint means.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Plugin(&'static Manifest),
    /// Not in this binary, and that is fine.
    FeatureDisabled,
    Unknown,
}

impl<'a> Known<'a> {
    pub(super) const fn new(plugins: &'a [&'static Manifest], feature_disabled: &'a [&'static str]) -> Self {
        let has_replacements = has_replacements(plugins);
        Self { plugins, feature_disabled, has_replacements, names_differ: false, moved: &[] }
    }

    pub(super) const fn names_differ(self, names_differ: bool) -> Self {
        Self { names_differ, ..self }
    }

    pub(super) const fn do_names_differ(&self) -> bool {
        self.names_differ
    }

    pub(super) const fn moved(self, moved: &'a [(&'a str, &'a str)]) -> Self {
        Self { moved, ..self }
    }

    pub(super) const fn has_moves(&self) -> bool {
        !self.moved.is_empty()
    }

    pub(super) const fn plugins(&self) -> &'a [&'static Manifest] {
        self.plugins
    }

    /// Returns the plugin that has an id.
    pub(super) const fn plugin(&self, id: &str) -> Option<&'static Manifest> {
        let mut index = 0;
        while index < self.plugins.len() {
            if same(self.plugins[index].id, id) {
                return Some(self.plugins[index]);
            }
            index += 1;
        }
        None
    }

    /// Returns the plugin that replaces the one of an id: the first that says so.
    pub(super) const fn replacement(&self, id: &str) -> Option<&'static Manifest> {
        let mut index = 0;
        while index < self.plugins.len() {
            let plugin = self.plugins[index];
            if let Some(target) = plugin.replaces
                && same(target, id)
                && !same(plugin.id, id)
            {
                return Some(plugin);
            }
            index += 1;
        }
        None
    }

    /// Returns whether a plugin is there only to be replaced by another one.
    pub(super) const fn is_replaced(&self, plugin: &Manifest) -> bool {
        self.has_replacements && self.replacement(plugin.id).is_some() && !self.is_in_a_ring(plugin)
    }

    /// Returns whether a plugin is replaced by itself, after a detour: then it stays.
    pub(super) const fn is_in_a_ring(&self, plugin: &Manifest) -> bool {
        let mut here = plugin.id;
        let mut steps = 0;
        while steps <= self.plugins.len() {
            match self.replacement(here) {
                Some(by) if same(by.id, plugin.id) => return true,
                Some(by) => here = by.id,
                None => return false,
            }
            steps += 1;
        }
        false
    }

    /// Returns the plugin of an id, or the one that replaces it.
    pub(super) const fn find(&self, id: &str) -> Target {
        let Some(mut plugin) = self.plugin(id) else {
            return if is_disabled(self.feature_disabled, id) {
                Target::FeatureDisabled
            } else {
                Target::Unknown
            };
        };
        // The one that stands in may be replaced as well.
        while self.is_replaced(plugin) {
            match self.replacement(plugin.id) {
                Some(by) => plugin = by,
                None => break,
            }
        }
        Target::Plugin(plugin)
    }

    /// Returns whether one of these ids means a plugin.
    pub(super) const fn means(&self, ids: &[&str], plugin: &Manifest) -> bool {
        let mut index = 0;
        while index < ids.len() {
            // Where nobody stands in for anybody, an id means the plugin that has it.
            let is_meant = if self.has_replacements {
                matches!(self.find(ids[index]), Target::Plugin(found) if same(found.id, plugin.id))
            } else {
                same(ids[index], plugin.id)
            };
            if is_meant {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Returns whether the operator says that one plugin runs before another.
    pub(super) const fn is_moved_before(&self, first: &str, second: &str) -> bool {
        let mut index = 0;
        while index < self.moved.len() {
            if same(self.moved[index].0, first) && same(self.moved[index].1, second) {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Returns what is near to an id that nobody has, beside the plugin that names it.
    pub(super) const fn hint(&self, id: &str, own: &Manifest) -> Hint {
        let mut hint = Hint::NONE;
        let mut least = suggest::limit(id) + 1;
        let mut index = 0;
        while index < self.plugins.len() {
            let candidate = self.plugins[index].id;
            let distance = suggest::distance(id, candidate);
            if distance < least && !same(candidate, own.id) {
                least = distance;
                hint.near = Some(candidate);
            }
            hint.known.push(Site::of(self.plugins[index]));
            index += 1;
        }
        hint
    }

    /// Returns whether the plugin of an id is not in the binary because its feature is off.
    pub(super) const fn is_off(&self, id: &str) -> bool {
        is_disabled(self.feature_disabled, id)
    }
}

const fn has_replacements(plugins: &[&'static Manifest]) -> bool {
    let mut index = 0;
    while index < plugins.len() {
        if plugins[index].replaces.is_some() {
            return true;
        }
        index += 1;
    }
    false
}
