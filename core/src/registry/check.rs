//! What cannot be in one binary; found at compile time by `plugins!`, and at start where there is no list.

use super::conflict::Conflict;
use super::found::Found;
use super::known::{Known, Target};
use super::names::{is_before, is_in, same};
use super::site::{Site, Sites};
use crate::cx::Capability;
use crate::plugin::{ContributionName, HookDecl, Manifest, NameScope, SourceLocation};
use crate::point::PointInfo;

/// Returns the conflicts of the plugin at an index with what the list grants it, with those before it, and with what it
/// says of others.
pub(super) const fn plugin(known: &Known<'_>, at: usize, granted: Option<&[Capability]>) -> Found {
    let mut found = Found::NOTHING;
    if !known.do_names_differ() && is_listed_before(known, at, &mut found) {
        return found;
    }
    replacement(known, at, &mut found);
    if let Some(granted) = granted {
        capabilities(known.plugins()[at], granted, &mut found);
    }
    if !known.is_replaced(known.plugins()[at]) {
        relations(known, at, &mut found);
        names(known, at, &mut found);
        neighbours(known, at, &mut found);
    }
    found
}

/// Finds an earlier plugin with the same id; returns whether it is the same one.
const fn is_listed_before(known: &Known<'_>, at: usize, found: &mut Found) -> bool {
    let plugins = known.plugins();
    let plugin = plugins[at];
    let mut index = 0;
    while index < at {
        let first = plugins[index];
        if same(first.id, plugin.id) {
            let twice = same(first.file, plugin.file) && first.line == plugin.line;
            found.push(if twice {
                Conflict::ListedTwice { plugin: Site::of(first) }
            } else {
                Conflict::SameId { first: Site::of(first), second: plugin.place() }
            });
            return twice;
        }
        index += 1;
    }
    false
}

/// Checks the plugin that this one replaces.
const fn replacement(known: &Known<'_>, at: usize, found: &mut Found) {
    let plugin = known.plugins()[at];
    let Some(target) = plugin.replaces else { return };
    let old = match known.plugin(target) {
        Some(old) if !same(old.id, plugin.id) => old,
        _ => {
            if !known.is_off(target) {
                let hint = known.hint(target, plugin);
                found.push(Conflict::ReplacesNobody { plugin: Site::of(plugin), target, hint });
            }
            return;
        }
    };
    if let Some(first) = known.replacement(old.id)
        && !same(first.id, plugin.id)
    {
        found.push(Conflict::ReplacedTwice { target, first: Site::of(first), second: Site::of(plugin) });
        return;
    }
    if known.is_in_a_ring(plugin) && is_last_of_ring(known, at) {
        found.push(Conflict::ReplacedInCircle { plugins: ring(known, plugin) });
    }
}

/// Returns whether no plugin of the ring stands further down in the list.
const fn is_last_of_ring(known: &Known<'_>, at: usize) -> bool {
    let ring = ring(known, known.plugins()[at]);
    let mut index = at + 1;
    while index < known.plugins().len() {
        if ring.has(known.plugins()[index].id) {
            return false;
        }
        index += 1;
    }
    true
}

/// Returns the plugins of a ring, each replaced by the next, beginning with the one that has the lowest id.
const fn ring(known: &Known<'_>, plugin: &'static Manifest) -> Sites {
    let mut first = plugin;
    let mut here = plugin;
    while let Some(by) = known.replacement(here.id) {
        if same(by.id, plugin.id) {
            break;
        }
        if is_before(by.id, first.id) {
            first = by;
        }
        here = by;
    }
    let mut sites = Sites::EMPTY;
    let mut here = first;
    loop {
        sites.push(Site::of(here));
        match known.replacement(here.id) {
            Some(by) if !same(by.id, first.id) => here = by,
            _ => return sites,
        }
    }
}

/// Checks what the plugin says of others: those that it requires, excludes, and starts after.
const fn relations(known: &Known<'_>, at: usize, found: &mut Found) {
    let plugin = known.plugins()[at];
    let own = Site::of(plugin);
    let mut index = 0;
    while index < plugin.requires.len() {
        let target = plugin.requires[index];
        match known.find(target) {
            Target::Plugin(_) => {}
            Target::FeatureDisabled => found.push(Conflict::RequiresDisabled { plugin: own, target }),
            Target::Unknown => {
                let hint = known.hint(target, plugin);
                found.push(Conflict::RequiresNobody { plugin: own, target, hint });
            }
        }
        index += 1;
    }
    let mut index = 0;
    while index < plugin.conflicts.len() {
        if let Some(other) = known.plugin(plugin.conflicts[index])
            && !known.is_replaced(other)
            && !same(other.id, plugin.id)
        {
            found.push(Conflict::Excluded { plugin: own, other: Site::of(other) });
        }
        index += 1;
    }
    let mut index = 0;
    while index < plugin.after.len() {
        let target = plugin.after[index];
        if let Target::Unknown = known.find(target) {
            let hint = known.hint(target, plugin);
            found.push(Conflict::StartsAfterNobody { plugin: own, target, hint });
        }
        index += 1;
    }
}

/// Compares the capabilities that the plugin declares with those that it is granted.
const fn capabilities(plugin: &'static Manifest, granted: &[Capability], found: &mut Found) {
    let (declared, site) = (plugin.permissions.capabilities, Site::of(plugin));
    let mut index = 0;
    while index < declared.len() {
        if !declared[index].is_in(granted) {
            found.push(Conflict::NotGranted { plugin: site, capability: declared[index] });
        }
        index += 1;
    }
    let mut index = 0;
    while index < granted.len() {
        if !granted[index].is_in(declared) {
            found.push(Conflict::GrantedInVain { plugin: site, capability: granted[index] });
        }
        index += 1;
    }
}

/// Finds contributions that are called as an earlier one, or as one of the host.
const fn names(known: &Known<'_>, at: usize, found: &mut Found) {
    let plugin = known.plugins()[at];
    let mut index = 0;
    while index < plugin.names.len() {
        let own = plugin.names[index];
        let second = Site::at(plugin, own.line);
        let in_binary = matches!(own.kind.scope, NameScope::Binary);
        if in_binary && is_in(own.name, own.kind.reserved) {
            found.push(Conflict::Reserved { what: own.kind.name, name: own.name, plugin: second });
        }
        if !in_binary && is_first(plugin, index) && is_in(plugin.id, own.kind.reserved) {
            found.push(Conflict::ReservedId { what: own.kind.name, plugin: second });
        }
        if in_binary
            && !known.do_names_differ()
            && let Some(first) = earlier(known, at, index, own)
        {
            found.push(Conflict::SameName { what: own.kind.name, name: own.name, first, second });
        }
        index += 1;
    }
}

/// Returns whether a contribution is the first one of its kind in the plugin.
const fn is_first(plugin: &'static Manifest, own: usize) -> bool {
    let mut index = 0;
    while index < own {
        if same(plugin.names[index].kind.name, plugin.names[own].kind.name) {
            return false;
        }
        index += 1;
    }
    true
}

/// Returns the contribution of the same kind and name that stands before one of a plugin.
const fn earlier(known: &Known<'_>, at: usize, own: usize, name: ContributionName) -> Option<Site> {
    let plugins = known.plugins();
    let mut other = 0;
    while other <= at {
        let plugin = plugins[other];
        let last = if other < at { plugin.names.len() } else { own };
        let mut index = 0;
        while index < last {
            let first = plugin.names[index];
            if same(first.name, name.name)
                && same(first.kind.name, name.kind.name)
                && !known.is_replaced(plugin)
            {
                return Some(Site::at(plugin, first.line));
            }
            index += 1;
        }
        other += 1;
    }
    None
}

/// Checks the plugins that the hooks want to run before or after.
const fn neighbours(known: &Known<'_>, at: usize, found: &mut Found) {
    let plugin = known.plugins()[at];
    let mut index = 0;
    while index < plugin.hooks.len() {
        let hook = &plugin.hooks[index];
        unknown(known, plugin, hook, "before", hook.before, found);
        unknown(known, plugin, hook, "after", hook.after, found);
        index += 1;
    }
}

const fn unknown(
    known: &Known<'_>,
    plugin: &'static Manifest,
    hook: &HookDecl,
    relation: &'static str,
    targets: &'static [&'static str],
    found: &mut Found,
) {
    let mut index = 0;
    while index < targets.len() {
        let target = targets[index];
        if let Target::Unknown = known.find(target) {
            let (site, hint) = (Site::at(plugin, hook.line), known.hint(target, plugin));
            found.push(Conflict::UnknownNeighbour { site, relation, target, hint });
        }
        index += 1;
    }
}

/// Finds points that two crates call the same; `points` come sorted by name.
pub(super) fn points(points: &[&'static PointInfo]) -> impl Iterator<Item = Conflict> {
    let place = |point: &PointInfo| SourceLocation { file: point.file, line: point.line };
    points.windows(2).filter_map(move |pair| {
        let [first, second] = pair else { return None };
        (first.name == second.name).then(|| Conflict::SamePoint {
            name: first.name,
            first: place(first),
            second: place(second),
        })
    })
}
