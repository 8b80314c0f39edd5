use super::conflict::{Conflict, Conflicts, Site};
use super::graph::{Edge, cycle, sort};
use super::known::{Known, Target};
use crate::origin::HookOrigin;
use crate::plugin::{HookDecl, Manifest, SourceLocation};
use crate::point::PointInfo;
use serde::Serialize;
use std::cmp::Reverse;
use std::fmt;

/// The hooks of one point, over all plugins, in the order in which they run.
#[derive(Debug)]
#[non_exhaustive]
pub struct Order {
    /// The point.
    pub point: &'static PointInfo,
    /// The point's hooks.
    pub hooks: Vec<Placed>,
}

/// A hook in its place, with the reason why it stands there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Placed {
    /// The plugin.
    pub plugin: &'static Manifest,
    /// The hook.
    pub hook: &'static HookDecl,
    /// Why it runs after the one before it.
    pub reason: Reason,
}

impl Placed {
    /// Returns who it is.
    pub fn by(&self) -> HookOrigin {
        self.plugin.origin(self.hook)
    }
}

/// Why a hook runs after the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Reason {
    /// Nothing runs before it.
    First,
    /// Its priority is lower.
    Priority {
        /// The other's.
        before: i32,
        /// Its own.
        own: i32,
    },
    /// A constraint says so.
    Constraint {
        /// The plugin it has to wait for.
        after: &'static str,
        /// Where that is written.
        at: SourceLocation,
    },
    /// Its plugin's id comes later in the alphabet.
    Id,
    /// It stands further down in its plugin's source.
    Source,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("first"),
            Self::Priority { before, own } => write!(f, "priority {own} < {before}"),
            Self::Constraint { after, at } => write!(f, "after `{after}`, says {at}"),
            Self::Id => f.write_str("same priority, by plugin id"),
            Self::Source => f.write_str("same plugin, order of the source"),
        }
    }
}

#[derive(Clone, Copy)]
struct Candidate {
    plugin: &'static Manifest,
    hook: &'static HookDecl,
    position: usize,
}

impl Candidate {
    fn key(&self) -> (Reverse<i32>, &'static str, usize) {
        (Reverse(self.hook.priority), self.plugin.id, self.position)
    }
}

/// Puts the hooks of a point in order: priority, then constraints, then plugin id, then the source.
pub(super) fn of_point(
    point: &'static PointInfo,
    plugins: &[&'static Manifest],
    known: &Known<'_>,
    conflicts: &mut Conflicts,
) -> Order {
    let candidates = candidates(point, plugins);
    let edges = edges(&candidates, known, conflicts);
    let (sequence, stuck) = sort(candidates.len(), &edges);
    if !stuck.is_empty() {
        conflicts.push(Conflict::Cycle {
            point: point.name,
            hooks: cycle(&stuck, &edges).map(|at| site(candidates[at])).collect(),
        });
    }
    let hooks = sequence.iter().enumerate().map(|(index, &at)| Placed {
        plugin: candidates[at].plugin,
        hook: candidates[at].hook,
        reason: reason(&candidates, &edges, &sequence[..index], at),
    });
    Order { point, hooks: hooks.collect() }
}

/// Returns the hooks of a point as they would run without constraints.
fn candidates(point: &'static PointInfo, plugins: &[&'static Manifest]) -> Vec<Candidate> {
    let of_plugin = |plugin: &&'static Manifest| {
        let plugin = *plugin;
        plugin.hooks.iter().enumerate().map(move |(position, hook)| Candidate { plugin, hook, position })
    };
    let mut candidates: Vec<_> = plugins
        .iter()
        .flat_map(of_plugin)
        .filter(|candidate| std::ptr::eq(candidate.hook.point, point))
        .collect();
    candidates.sort_by_key(Candidate::key);
    candidates
}

fn edges(candidates: &[Candidate], known: &Known<'_>, conflicts: &mut Conflicts) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (own, candidate) in candidates.iter().enumerate() {
        let before = candidate.hook.before.iter().map(|target| ("before", *target));
        let after = candidate.hook.after.iter().map(|target| ("after", *target));
        for (relation, target) in before.chain(after) {
            let id = match known.find(target) {
                Target::Plugin(id) => id,
                Target::FeatureDisabled => continue,
                Target::Unknown => {
                    conflicts.push(Conflict::UnknownNeighbour {
                        site: site(*candidate),
                        relation,
                        target,
                        hint: known.hint(target),
                    });
                    continue;
                }
            };
            let others = candidates.iter().enumerate();
            for (other, _) in others.filter(|(other, it)| it.plugin.id == id && *other != own) {
                let (first, second) = if relation == "before" { (own, other) } else { (other, own) };
                let at = site(*candidate).place;
                edges.push(Edge { first, second, at });
            }
        }
    }
    edges
}

fn reason(candidates: &[Candidate], edges: &[Edge], done: &[usize], own: usize) -> Reason {
    let Some(&previous) = done.last() else {
        return Reason::First;
    };
    let (before, this) = (candidates[previous], candidates[own]);
    let asked = |first: usize| edges.iter().find(|edge| edge.first == first && edge.second == own);
    // Held back behind one that would naturally follow: the constraint that was met last is the reason.
    let held = (own < previous).then(|| done.iter().rev().find_map(|&first| asked(first))).flatten();
    if let Some(edge) = held.or_else(|| asked(previous)) {
        return Reason::Constraint { after: candidates[edge.first].plugin.id, at: edge.at };
    }
    if before.hook.priority != this.hook.priority {
        let (before, own) = (before.hook.priority, this.hook.priority);
        return Reason::Priority { before, own };
    }
    if before.plugin.id == this.plugin.id { Reason::Source } else { Reason::Id }
}

fn site(candidate: Candidate) -> Site {
    Site::at(candidate.plugin, candidate.hook.line)
}
