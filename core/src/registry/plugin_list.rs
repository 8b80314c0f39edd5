use super::conflict::Conflict;
use super::conflicts::Conflicts;
use super::names::same;
use super::node::Node;
use super::site::Site;
use crate::plugin::{Manifest, SourceLocation};

/// The list that `plugins!` makes.
#[derive(Debug, Clone, Copy)]
pub struct PluginList {
    /// The plugins whose feature is on.
    pub entries: &'static [Entry],
    /// The features that are off.
    pub feature_disabled: &'static [&'static str],
    /// What the compiler has put in order; without it that is done at start.
    pub orders: Option<Orders>,
}

/// The orders of a list, by the indexes of its entries.
#[derive(Debug, Clone, Copy)]
pub struct Orders {
    /// The hooks, by point, as they run.
    pub hooks: &'static [Node],
    /// The plugins, as they start.
    pub plugins: &'static [Node],
}

/// One line of `plugins!`.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The feature that puts it in the binary.
    pub feature: &'static str,
    /// The plugin.
    pub manifest: &'static Manifest,
    /// Where the line stands.
    pub file: &'static str,
    /// Where the line stands.
    pub line: u32,
}

/// Returns whether a plugin is not in the binary because its feature is off.
///
/// Its crate is not there to be asked for the id, so the feature's name has to tell: it is the id, or the id's end,
/// as `quota` is of `acme-quota`.
pub(super) const fn is_disabled(features: &[&str], id: &str) -> bool {
    let mut index = 0;
    while index < features.len() {
        if let Some((rest, end)) = id.split_at_checked(id.len().wrapping_sub(features[index].len()))
            && same(end, features[index])
            && (rest.is_empty() || rest.as_bytes()[rest.len() - 1] == b'-')
        {
            return true;
        }
        index += 1;
    }
    false
}

/// Finds plugins that are listed and not linked, or linked more than once.
pub(super) fn compare(list: &PluginList, linked: &[&'static Manifest]) -> Conflicts {
    let mut conflicts = Conflicts::default();
    for entry in list.entries {
        let Entry { manifest, file, line, .. } = *entry;
        let is_same = |other: &&&Manifest| other.id == manifest.id && other.package == manifest.package;
        let count = linked.iter().filter(is_same).count();
        let listed = SourceLocation { file, line };
        match count {
            1 => {}
            0 => conflicts.push(Conflict::NotLinked { plugin: Site::of(manifest), listed }),
            count => {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                conflicts.push(Conflict::LinkedAgain { plugin: Site::of(manifest), count });
            }
        }
    }
    conflicts
}

/// Returns what a dependency brought along.
pub(super) fn unlisted(list: &PluginList, linked: &[&'static Manifest]) -> Vec<&'static Manifest> {
    let listed = |plugin: &&Manifest| {
        let is_same =
            |entry: &Entry| entry.manifest.id == plugin.id && entry.manifest.package == plugin.package;
        list.entries.iter().any(is_same)
    };
    let mut unlisted: Vec<_> = linked.iter().copied().filter(|plugin| !listed(plugin)).collect();
    unlisted.sort_by_key(|plugin| plugin.id);
    unlisted
}
