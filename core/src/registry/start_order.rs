use super::conflict::{Conflict, Conflicts, Site};
use super::graph::{Edge, cycle, sort};
use super::known::{Known, Target};
use crate::plugin::Manifest;

/// Returns the plugins in the order in which they start: each after those that it names in `after`, else by id.
///
/// `plugins` come sorted by id.
pub(super) fn of(
    plugins: &[&'static Manifest],
    known: &Known<'_>,
    conflicts: &mut Conflicts,
) -> Vec<&'static Manifest> {
    let edges = edges(plugins, known, conflicts);
    let (sequence, stuck) = sort(plugins.len(), &edges);
    if !stuck.is_empty() {
        let mut plugins: Vec<_> = cycle(&stuck, &edges).map(|at| Site::of(plugins[at])).collect();
        // The edges lead from the one that starts first; the sentence says who waits for whom.
        plugins.reverse();
        conflicts.push(Conflict::StartCycle { plugins });
    }
    sequence.into_iter().map(|at| plugins[at]).collect()
}

fn edges(plugins: &[&'static Manifest], known: &Known<'_>, conflicts: &mut Conflicts) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (second, plugin) in plugins.iter().enumerate() {
        for target in plugin.after.iter().copied() {
            match known.find(target) {
                Target::Plugin(id) => {
                    let first = plugins.iter().position(|it| it.id == id);
                    edges.extend(first.map(|first| Edge { first, second, at: plugin.place() }));
                }
                Target::FeatureDisabled => {}
                Target::Unknown => conflicts.push(Conflict::StartsAfterNobody {
                    plugin: Site::of(plugin),
                    target,
                    hint: known.hint(target),
                }),
            }
        }
    }
    edges
}
