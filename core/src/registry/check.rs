use super::conflict::{Conflict, Conflicts, Site};
use super::plugin_list;
use crate::plugin::{Manifest, SourceLocation};
use crate::point::PointInfo;
use hookwire_text::suggest;
use std::collections::HashMap;

type Replaced = Vec<(&'static Manifest, &'static Manifest)>;

/// Finds ids that two plugins share, and plugins that come twice.
pub(super) fn duplicates(plugins: &[&'static Manifest], conflicts: &mut Conflicts) {
    for pair in plugins.windows(2) {
        if let [first, second] = pair
            && first.id == second.id
        {
            if first.place() == second.place() {
                conflicts.push(Conflict::ListedTwice { plugin: Site::of(first) });
                continue;
            }
            conflicts.push(Conflict::SameId { first: Site::of(first), second: second.place() });
        }
    }
}

/// Takes out plugins that another one stands in for, and returns both.
pub(super) fn replacements(
    plugins: &mut Vec<&'static Manifest>,
    feature_disabled: &[&'static str],
    conflicts: &mut Conflicts,
) -> Replaced {
    let mut replaced = Replaced::new();
    for by in plugins.iter().copied() {
        let Some(target) = by.replaces else { continue };
        if let Some((_, first)) = replaced.iter().find(|(old, _)| old.id == target) {
            conflicts.push(Conflict::ReplacedTwice { target, first: Site::of(first), second: Site::of(by) });
        } else if let Some(old) = plugins.iter().find(|old| old.id == target && old.id != by.id) {
            replaced.push((old, by));
        } else if !plugin_list::is_disabled(feature_disabled, target) {
            conflicts.push(Conflict::ReplacesNobody {
                plugin: Site::of(by),
                target,
                hint: suggest::hint(target, plugins.iter().map(|plugin| plugin.id)),
            });
        }
    }
    rings(&mut replaced, conflicts);
    plugins.retain(|plugin| !replaced.iter().any(|(old, _)| std::ptr::eq(*old, *plugin)));
    names(plugins, conflicts);
    replaced
}

/// Finds plugins that replace each other in a circle, and takes them out: otherwise none of them would be left.
fn rings(replaced: &mut Replaced, conflicts: &mut Conflicts) {
    while let Some(ring) = replaced.iter().find_map(|(old, _)| ring(old, replaced)) {
        replaced.retain(|(old, _)| !ring.iter().any(|plugin| plugin.id == old.id));
        let plugins = ring.into_iter().map(Site::of).collect();
        conflicts.push(Conflict::ReplacedInCircle { plugins });
    }
}

/// Walks from a plugin to the one that replaces it, until it comes by the same again.
fn ring(start: &'static Manifest, replaced: &Replaced) -> Option<Vec<&'static Manifest>> {
    let mut path = vec![start];
    loop {
        let here = path[path.len() - 1];
        let (_, by) = replaced.iter().find(|(old, _)| old.id == here.id)?;
        if by.id == start.id {
            return Some(path);
        }
        if path.iter().any(|plugin| plugin.id == by.id) {
            return None;
        }
        path.push(by);
    }
}

/// Finds contributions of one kind that have one name, and those that have a name of the host's own.
fn names(plugins: &[&'static Manifest], conflicts: &mut Conflicts) {
    let mut owners = HashMap::new();
    for plugin in plugins {
        for contribution in plugin.contributions {
            let (kind, name) = (contribution.kind(), contribution.name());
            let second = Site::at(plugin, contribution.line());
            if kind.reserved.contains(&name) {
                conflicts.push(Conflict::Reserved { what: kind.name, name, plugin: second });
            }
            if let Some(first) = owners.insert((kind.name, name), second) {
                conflicts.push(Conflict::SameName { what: kind.name, name, first, second });
            }
        }
    }
}

/// Finds points that two crates call the same; `points` come sorted by name.
pub(super) fn points(points: &[&'static PointInfo], conflicts: &mut Conflicts) {
    let place = |point: &PointInfo| SourceLocation { file: point.file, line: point.line };
    for pair in points.windows(2) {
        if let [first, second] = pair
            && first.name == second.name
        {
            conflicts.push(Conflict::SamePoint {
                name: first.name,
                first: place(first),
                second: place(second),
            });
        }
    }
}
