use super::conflict::Conflicts;
use super::known::Known;
use super::linker_section::HOOKWIRE_PLUGINS;
use super::order::{self, Order};
use super::plugin_list::{self, PluginList};
use super::{check, start_order};
use crate::plugin::Manifest;
use crate::point::{PointInfo, catalogue};

/// The plugins of a binary, checked against each other and in order.
#[derive(Debug)]
pub struct Registry {
    plugins: Vec<&'static Manifest>,
    replaced: Vec<(&'static Manifest, &'static Manifest)>,
    unlisted: Vec<&'static Manifest>,
    feature_disabled: Vec<&'static str>,
    orders: Vec<Order>,
    start_order: Vec<&'static Manifest>,
}

impl Registry {
    /// Takes the plugins that `plugins!` lists, and makes sure that the linker brought each of them once.
    pub fn linked(list: &PluginList) -> Result<Self, Conflicts> {
        let mut conflicts = plugin_list::compare(list, &HOOKWIRE_PLUGINS);
        let listed: Vec<_> = list.entries.iter().map(|entry| entry.manifest).collect();
        let mut registry = Self::build(&listed, list.feature_disabled, &mut conflicts);
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
        let registry = Self::build(plugins, absent, &mut conflicts);
        conflicts.none_or(registry)
    }

    /// Returns whether a plugin is not in the binary because its feature is off.
    pub(crate) fn is_feature_disabled(&self, id: &str) -> bool {
        plugin_list::is_disabled(&self.feature_disabled, id)
    }

    fn build(
        listed: &[&'static Manifest],
        feature_disabled: &[&'static str],
        conflicts: &mut Conflicts,
    ) -> Self {
        let mut plugins = listed.to_vec();
        plugins.sort_by_key(|plugin| (plugin.id, plugin.package));
        check::duplicates(&plugins, conflicts);
        let replaced = check::replacements(&mut plugins, feature_disabled, conflicts);
        let points = points(&plugins, conflicts);
        let known = Known::new(&plugins, &replaced, feature_disabled);
        let orders =
            points.into_iter().map(|point| order::of_point(point, &plugins, &known, conflicts)).collect();
        let start_order = start_order::of(&plugins, &known, conflicts);
        Self {
            start_order,
            plugins,
            replaced,
            unlisted: Vec::new(),
            feature_disabled: feature_disabled.to_vec(),
            orders,
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

/// Joins the catalogue with the points that hooks name, which is more where there is no linker section.
fn points(plugins: &[&'static Manifest], conflicts: &mut Conflicts) -> Vec<&'static PointInfo> {
    let mut points = catalogue();
    for hook in plugins.iter().flat_map(|plugin| plugin.hooks) {
        if !points.iter().any(|point| std::ptr::eq(*point, hook.point)) {
            points.push(hook.point);
        }
    }
    points.sort_by_key(|point| (point.name, point.package));
    check::points(&points, conflicts);
    points
}
