use super::check;
use super::conflict::Conflict;
use super::conflicts::Conflicts;
use super::known::{Known, Target};
use super::linker_section::HOOKWIRE_PLUGINS;
use super::node::Node;
use super::order::Order;
use super::plugin_list::{self, PluginList};
use super::sorted::{collect_hooks, collect_plugins, count_hooks, order_hooks, order_plugins};
use crate::plugin::Manifest;
use crate::point::{PointInfo, catalogue};
use std::ptr;

/// The plugins of a binary, checked against each other and in order.
#[derive(Debug)]
pub struct Registry {
    /// All plugins, those that another one replaces among them.
    all: Vec<&'static Manifest>,
    plugins: Vec<&'static Manifest>,
    replaced: Vec<(&'static Manifest, &'static Manifest)>,
    unlisted: Vec<&'static Manifest>,
    feature_disabled: Vec<&'static str>,
    orders: Vec<Order>,
    start_order: Vec<&'static Manifest>,
}

impl Registry {
    /// Takes the plugins that `plugins!` lists, and makes sure that the linker brought each of them once.
    ///
    /// The compiler has checked the list and put hooks and plugins in order.
    pub fn linked(list: &PluginList) -> Result<Self, Conflicts> {
        let mut conflicts = plugin_list::compare(list, &HOOKWIRE_PLUGINS);
        let all: Vec<_> = list.entries.iter().map(|entry| entry.manifest).collect();
        let mut registry = match list.orders {
            Some(orders) => {
                Self::arranged(all, list.feature_disabled, orders.hooks, orders.plugins, &mut conflicts)
            }
            None => Self::build(all, list.feature_disabled, &mut conflicts),
        };
        registry.unlisted = plugin_list::unlisted(list, &HOOKWIRE_PLUGINS);
        conflicts.none_or(registry)
    }

    /// Takes the plugins given, without asking the linker: for tests, and for targets that have no linker
    /// sections.
    pub fn of(plugins: &[&'static Manifest]) -> Result<Self, Conflicts> {
        Self::without(plugins, &[])
    }

    /// Does as [`of`](Self::of), and lets the plugins speak of others that are not there.
    pub fn without(plugins: &[&'static Manifest], absent: &[&'static str]) -> Result<Self, Conflicts> {
        let mut conflicts = Conflicts::default();
        let registry = Self::build(plugins.to_vec(), absent, &mut conflicts);
        conflicts.retain(|conflict| !matches!(conflict, Conflict::RequiresDisabled { .. }));
        conflicts.none_or(registry)
    }

    /// Puts hooks in the order that the operator wants: of each pair of ids, the first plugin's hooks run first.
    pub fn reordered(&self, moved: &[(&str, &str)]) -> Result<Self, Conflicts> {
        let known = Known::new(&self.all, &self.feature_disabled).moved(moved);
        let mut conflicts = Conflicts::default();
        let mut hooks = nodes_of_hooks(&known, &nodes_of_plugins(&known));
        conflicts.extend(order_hooks(&known, &mut hooks));
        let points = self.orders.iter().map(|order| order.point);
        conflicts.none_or(Self {
            all: self.all.clone(),
            plugins: self.plugins.clone(),
            replaced: self.replaced.clone(),
            unlisted: self.unlisted.clone(),
            feature_disabled: self.feature_disabled.clone(),
            orders: explain(points, &known, &hooks),
            start_order: self.start_order.clone(),
        })
    }

    /// Returns whether a setting may speak of a plugin: it is here, or would be with another feature set.
    pub fn knows(&self, id: &str) -> bool {
        self.all.iter().any(|plugin| plugin.id == id) || self.is_feature_disabled(id)
    }

    /// Returns the id of the plugin that runs in the place of one.
    pub(crate) fn stands_in<'s>(&'s self, id: &'s str) -> &'s str {
        match Known::new(&self.all, &self.feature_disabled).find(id) {
            Target::Plugin(plugin) => plugin.id,
            Target::FeatureDisabled | Target::Unknown => id,
        }
    }

    /// Returns whether a plugin is not in the binary because its feature is off.
    pub(crate) fn is_feature_disabled(&self, id: &str) -> bool {
        plugin_list::is_disabled(&self.feature_disabled, id)
    }

    /// Checks plugins and puts them and their hooks in order, as the compiler does with a list.
    fn build(
        mut all: Vec<&'static Manifest>,
        feature_disabled: &[&'static str],
        conflicts: &mut Conflicts,
    ) -> Self {
        all.sort_by_key(|plugin| (plugin.id, plugin.package));
        let known = Known::new(&all, feature_disabled);
        for at in 0..all.len() {
            conflicts.extend(check::plugin(&known, at, None).into_iter());
        }
        let mut plugins = nodes_of_plugins(&known);
        let mut hooks = nodes_of_hooks(&known, &plugins);
        conflicts.extend(order_hooks(&known, &mut hooks));
        conflicts.extend(order_plugins(&known, &mut plugins));
        Self::arranged(all, feature_disabled, &hooks, &plugins, conflicts)
    }

    /// Takes plugins whose order is known.
    fn arranged(
        all: Vec<&'static Manifest>,
        feature_disabled: &[&'static str],
        hooks: &[Node],
        start: &[Node],
        conflicts: &mut Conflicts,
    ) -> Self {
        let known = Known::new(&all, feature_disabled);
        let points = points(&all);
        conflicts.extend(check::points(&points));
        let orders = explain(points.into_iter(), &known, hooks);
        let start_order: Vec<_> = start.iter().map(|node| node.manifest(&known)).collect();
        let mut plugins = start_order.clone();
        plugins.sort_by_key(|plugin| plugin.id);
        let replaced = all.iter().filter(|plugin| known.is_replaced(plugin));
        let mut replaced: Vec<_> =
            replaced.filter_map(|old| Some((*old, known.replacement(old.id)?))).collect();
        replaced.sort_by_key(|(old, _)| old.id);
        Self {
            plugins,
            replaced,
            unlisted: Vec::new(),
            feature_disabled: feature_disabled.to_vec(),
            orders,
            start_order,
            all,
        }
    }

    /// Returns the plugins, by id.
    pub fn plugins(&self) -> &[&'static Manifest] {
        &self.plugins
    }

    /// Returns the plugins in the order in which they start, which is the reverse of that in which they stop.
    pub fn start_order(&self) -> &[&'static Manifest] {
        &self.start_order
    }

    /// Returns a plugin.
    pub fn plugin(&self, id: &str) -> Option<&'static Manifest> {
        self.plugins.iter().copied().find(|plugin| plugin.id == id)
    }

    /// Returns the plugins that another one stands in for, each with that other one.
    pub fn replaced(&self) -> &[(&'static Manifest, &'static Manifest)] {
        &self.replaced
    }

    /// Returns plugins that some dependency brought along and `plugins!` does not list: they are not wired.
    pub fn unlisted(&self) -> &[&'static Manifest] {
        &self.unlisted
    }

    /// Returns the features of `plugins!` that are off: their plugins are not in the binary.
    pub fn feature_disabled(&self) -> &[&'static str] {
        &self.feature_disabled
    }

    /// Returns every point, by name, with its hooks in the order they run.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }
}

/// Returns the plugins that no other one replaces, by id.
fn nodes_of_plugins(known: &Known<'_>) -> Vec<Node> {
    let mut plugins = vec![Node::NONE; known.plugins().len()];
    let length = collect_plugins(known, &mut plugins);
    plugins.truncate(length);
    plugins
}

/// Returns the hooks of plugins, by plugin.
fn nodes_of_hooks(known: &Known<'_>, plugins: &[Node]) -> Vec<Node> {
    let mut hooks = vec![Node::NONE; count_hooks(known.plugins())];
    let length = collect_hooks(known, plugins, &mut hooks);
    hooks.truncate(length);
    hooks
}

/// Returns each point with its hooks, which come in order.
fn explain(
    points: impl Iterator<Item = &'static PointInfo>,
    known: &Known<'_>,
    hooks: &[Node],
) -> Vec<Order> {
    let of = |point: &'static PointInfo| {
        let own = hooks.iter().copied().filter(|node| ptr::eq(node.decl(known).point, point));
        Order::explain(point, known, &own.collect::<Vec<_>>())
    };
    points.map(of).collect()
}

/// Joins the catalogue with the points that hooks name, which is more where there is no linker section.
fn points(plugins: &[&'static Manifest]) -> Vec<&'static PointInfo> {
    let mut points = catalogue();
    for hook in plugins.iter().flat_map(|plugin| plugin.hooks) {
        if !points.iter().any(|point| ptr::eq(*point, hook.point)) {
            points.push(hook.point);
        }
    }
    points.sort_by_key(|point| (point.name, point.package));
    points
}
