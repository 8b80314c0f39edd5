use super::check;
use super::conflict::Conflict;
use super::known::Known;
use super::names::is_before;
use super::node::Node;
use super::plugin_list::Orders;
use super::sort::{Subject, gather_point, sort_by_priority};
use super::unique::do_names_differ;
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
    names_differ: bool,
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
        let mut plugins = [Node::NONE; PLUGINS];
        let plugin_count = collect_plugins(&known, &mut plugins);
        let mut hooks = [Node::NONE; HOOKS];
        let hook_count = collect_hooks(&known, plugins.split_at(plugin_count).0, &mut hooks);
        let hook_circle = order_hooks(&known, hooks.split_at_mut(hook_count).0);
        let start_circle = order_plugins(&known, plugins.split_at_mut(plugin_count).0);
        let names_differ = do_names_differ(&known);
        Self { hooks, hook_count, hook_circle, plugins, plugin_count, start_circle, names_differ }
    }

    /// Returns the orders: what a list keeps of this.
    pub const fn orders(&'static self) -> Orders {
        Orders {
            hooks: self.hooks.split_at(self.hook_count).0,
            plugins: self.plugins.split_at(self.plugin_count).0,
        }
    }

    /// Makes sure that the plugin of a line of the list has no conflict with those before it.
    ///
    /// `lines` are the numbers of the lines whose plugins are in the binary.
    ///
    /// # Panics
    /// If there are conflicts: at compile time that is an error where this is called.
    #[track_caller]
    pub const fn check(
        &self,
        plugins: &'static [&'static Manifest],
        feature_disabled: &'static [&'static str],
        lines: &[usize],
        line: usize,
        granted: &'static [Capability],
    ) {
        let mut at = 0;
        while lines[at] != line {
            at += 1;
        }
        let known = Known::new(plugins, feature_disabled).names_differ(self.names_differ);
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
        assert!(found.is_empty(), "{}", found.text().as_str());
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

/// Writes the hooks of plugins, which come by id, and returns how many they are.
pub(super) const fn collect_hooks(known: &Known<'_>, plugins: &[Node], hooks: &mut [Node]) -> usize {
    let (mut length, mut index) = (0, 0);
    while index < plugins.len() {
        let plugin = plugins[index].plugin;
        let mut hook = 0;
        while hook < known.plugins()[plugin].hooks.len() {
            hooks[length] = Node { plugin, hook };
            length += 1;
            hook += 1;
        }
        index += 1;
    }
    length
}

/// Puts hooks, which come by plugin, in order, point by point; returns the first circle, if constraints contradict each other.
pub(super) const fn order_hooks(known: &Known<'_>, hooks: &mut [Node]) -> Option<Conflict> {
    let mut circle = None;
    let mut start = 0;
    while start < hooks.len() {
        let end = gather_point(known, hooks, start);
        let (_, rest) = hooks.split_at_mut(start);
        let (group, _) = rest.split_at_mut(end - start);
        sort_by_priority(known, group);
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
