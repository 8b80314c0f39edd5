//! The plugins of a binary: collected, checked against each other, and put in order, before any of their code runs.

mod check;
mod conflict;
mod order;
mod roster;
mod slice;

pub use conflict::{Conflict, Conflicts, Site};
pub use order::{Placed, Reason};
pub use roster::{Entry, PluginList};
pub use slice::HOOKWIRE_PLUGINS;

use crate::plugin::Manifest;
use crate::point::{PointInfo, catalogue};

/// The plugins of a binary, checked against each other and in order.
#[derive(Debug)]
pub struct Registry {
    plugins: Vec<&'static Manifest>,
    replaced: Vec<(&'static Manifest, &'static Manifest)>,
    unlisted: Vec<&'static Manifest>,
    off: Vec<&'static str>,
    orders: Vec<Order>,
}

/// The hooks of one point, over all plugins, in the order they run.
#[derive(Debug)]
#[non_exhaustive]
pub struct Order {
    /// The point.
    pub point: &'static PointInfo,
    /// Its hooks.
    pub hooks: Vec<Placed>,
}

impl Registry {
    /// Takes the plugins that `plugins!` lists, and makes sure that the linker brought each of them once.
    pub fn linked(roster: &PluginList) -> Result<Self, Conflicts> {
        let mut conflicts = roster::compare(roster, &HOOKWIRE_PLUGINS);
        let listed: Vec<_> = roster.entries.iter().map(|entry| entry.manifest).collect();
        let mut registry = Self::build(&listed, roster.off, &mut conflicts);
        registry.unlisted = roster::unlisted(roster, &HOOKWIRE_PLUGINS);
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
    pub(crate) fn is_off(&self, id: &str) -> bool {
        roster::is_off(&self.off, id)
    }

    fn build(listed: &[&'static Manifest], off: &[&'static str], conflicts: &mut Conflicts) -> Self {
        let mut plugins = listed.to_vec();
        plugins.sort_by_key(|plugin| (plugin.id, plugin.package));
        check::duplicates(&plugins, conflicts);
        let replaced = check::replacements(&mut plugins, off, conflicts);
        let points = points(&plugins, conflicts);
        let known = order::Known::new(&plugins, &replaced, off);
        let orders =
            points.into_iter().map(|point| order::settle(point, &plugins, &known, conflicts)).collect();
        Self { plugins, replaced, unlisted: Vec::new(), off: off.to_vec(), orders }
    }

    /// Returns the plugins, by id.
    pub fn plugins(&self) -> &[&'static Manifest] {
        &self.plugins
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
    pub fn off(&self) -> &[&'static str] {
        &self.off
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
