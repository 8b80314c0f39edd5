use super::check::{self, Found};
use super::conflict::Conflict;
use super::known::Known;
use super::names::is_before;
use super::node::Node;
use super::plugin_list::Orders;
use super::sort::{Subject, is_same_point, sort_hooks};
use crate::cx::Capability;
use crate::plugin::Manifest;

/// The orders of a list's plugins and of their hooks, made at compile time.
#[derive(Debug, Clone, Copy)]
pub struct Sorted<const HOOKS: usize, const PLUGINS: usize> {
    hooks: [Node; HOOKS],
    hook_count: usize,
    hook_circle: Option<Conflict>,
    plugins: [Node; PLUGINS],
    plugin_count: usize,
    start_circle: Option<Conflict>,
}

/// Returns how many hooks plugins have.
pub const fn count_hooks(plugins: &[&'static Manifest]) -> usize {
    let (mut count, mut index) = (0, 0);
    while index < plugins.len() {
        count += plugins[index].hooks.len();
        index += 1;
    }
    count
}

impl<const HOOKS: usize, const PLUGINS: usize> Sorted<HOOKS, PLUGINS> {
    /// Puts plugins and their hooks in order.
    pub const fn of(
        plugins: &'static [&'static Manifest],
        feature_disabled: &'static [&'static str],
    ) -> Self {
        let known = Known::new(plugins, feature_disabled);
        let mut hooks = [Node::NONE; HOOKS];
        let hook_count = collect_hooks(&known, &mut hooks);
        let hook_circle = order_hooks(&known, hooks.split_at_mut(hook_count).0);
        let mut plugins = [Node::NONE; PLUGINS];
        let plugin_count = collect_plugins(&known, &mut plugins);
        let start_circle = order_plugins(&known, plugins.split_at_mut(plugin_count).0);
        Self { hooks, hook_count, hook_circle, plugins, plugin_count, start_circle }
    }

    /// Returns the orders: what a list keeps of this.
    pub const fn orders(&'static self) -> Orders {
        Orders {
            hooks: self.hooks.split_at(self.hook_count).0,
            plugins: self.plugins.split_at(self.plugin_count).0,
        }
    }

    /// Returns what is wrong with the plugin at an index: the conflicts that it has with those before it.
    pub const fn check(
        &self,
        plugins: &'static [&'static Manifest],
        feature_disabled: &'static [&'static str],
        at: usize,
        granted: &'static [Capability],
    ) -> Found {
        let known = Known::new(plugins, feature_disabled);
        let mut found = check::plugin(&known, at, Some(granted));
        if let Some(circle) = self.hook_circle
            && is_last(&known, &circle, at)
        {
            found.push(circle);
        }
        if let Some(circle) = self.start_circle
            && is_last(&known, &circle, at)
        {
            found.push(circle);
        }
        found
    }
}

/// Returns whether the plugin at an index is the last of those in a circle.
const fn is_last(known: &Known<'_>, circle: &Conflict, at: usize) -> bool {
    let (Conflict::Cycle { hooks: sites, .. } | Conflict::StartCycle { plugins: sites }) = circle else {
        return false;
    };
    let (mut last, mut index) = (0, 0);
    while index < known.plugins().len() {
        if sites.has(known.plugins()[index].id) {
            last = index;
        }
        index += 1;
    }
    last == at
}

/// Writes the hooks of all plugins that no other one replaces, and returns how many they are.
pub(super) const fn collect_hooks(known: &Known<'_>, hooks: &mut [Node]) -> usize {
    let (mut length, mut plugin) = (0, 0);
    while plugin < known.plugins().len() {
        let manifest = known.plugins()[plugin];
        let mut hook = 0;
        while hook < manifest.hooks.len() && !known.is_replaced(manifest) {
            hooks[length] = Node { plugin, hook };
            length += 1;
            hook += 1;
        }
        plugin += 1;
    }
    length
}

/// Puts hooks in order, point by point; returns the first circle, if constraints contradict each other.
pub(super) const fn order_hooks(known: &Known<'_>, hooks: &mut [Node]) -> Option<Conflict> {
    sort_hooks(known, hooks);
    let mut circle = None;
    let mut start = 0;
    while start < hooks.len() {
        let mut end = start + 1;
        while end < hooks.len() && is_same_point(known, hooks[start], hooks[end]) {
            end += 1;
        }
        let (_, rest) = hooks.split_at_mut(start);
        let (group, _) = rest.split_at_mut(end - start);
        let point = group[0].decl(known).point.name;
        if let Some(stuck) = Subject::Hooks.arrange(known, group)
            && circle.is_none()
        {
            let hooks = Subject::Hooks.circle(known, group.split_at(stuck).1);
            circle = Some(Conflict::Cycle { point, hooks });
        }
        start = end;
    }
    circle
}

/// Writes all plugins that no other one replaces, by id, and returns how many they are.
pub(super) const fn collect_plugins(known: &Known<'_>, plugins: &mut [Node]) -> usize {
    let (mut length, mut index) = (0, 0);
    while index < known.plugins().len() {
        let manifest = known.plugins()[index];
        if !known.is_replaced(manifest) {
            let mut at = length;
            while at > 0 && is_before(manifest.id, plugins[at - 1].manifest(known).id) {
                plugins[at] = plugins[at - 1];
                at -= 1;
            }
            plugins[at] = Node { plugin: index, hook: 0 };
            length += 1;
        }
        index += 1;
    }
    length
}

/// Puts plugins in the order in which they start: each after those that it names in `after`, else by id.
pub(super) const fn order_plugins(known: &Known<'_>, plugins: &mut [Node]) -> Option<Conflict> {
    match Subject::Plugins.arrange(known, plugins) {
        Some(stuck) => {
            let plugins = Subject::Plugins.circle(known, plugins.split_at(stuck).1);
            Some(Conflict::StartCycle { plugins })
        }
        None => None,
    }
}
