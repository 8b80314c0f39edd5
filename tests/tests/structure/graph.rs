//! Cycles between the modules of a crate, folder by folder.

use crate::edges::Edge;
use crate::tree::CrateTree;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

/// Modules of one folder that import each other in a circle.
#[derive(Debug)]
pub(crate) struct Cycle {
    /// The module whose parts they are; empty for the crate.
    pub folder: Vec<String>,
    /// Every module of the knot; the empty name is the folder's own file.
    pub knot: Vec<String>,
    /// One shortest circle through it.
    pub edges: Vec<Edge>,
}

/// The imports between the parts of one folder: its modules, each with all beneath it, and its own file.
type Level = BTreeMap<String, BTreeMap<String, Edge>>;

/// Finds the knots of each folder. A circle of files shows in the folder that holds them all.
pub(crate) fn cycles(edges: &[Edge]) -> Vec<Cycle> {
    levels(edges).iter().flat_map(|(folder, level)| cycles_of_level(folder, level)).collect()
}

fn levels(edges: &[Edge]) -> BTreeMap<Vec<String>, Level> {
    let mut levels: BTreeMap<Vec<String>, Level> = BTreeMap::new();
    for edge in edges {
        let shared = edge.from.iter().zip(&edge.to).take_while(|(from, to)| from == to).count();
        let part = |path: &[String]| path.get(shared).cloned().unwrap_or_default();
        let level = levels.entry(edge.from[..shared].to_vec()).or_default();
        level.entry(part(&edge.from)).or_default().entry(part(&edge.to)).or_insert_with(|| edge.clone());
    }
    levels
}

fn cycles_of_level(folder: &[String], level: &Level) -> Vec<Cycle> {
    let mut seen = BTreeSet::new();
    let mut cycles = Vec::new();
    for part in level.keys() {
        if seen.contains(part) {
            continue;
        }
        let knot: Vec<String> = reachable(level, part)
            .into_iter()
            .filter(|other| reachable(level, other).contains(part))
            .collect();
        if knot.is_empty() {
            continue;
        }
        seen.extend(knot.iter().cloned());
        let circles = knot.iter().filter_map(|part| shortest_circle(level, part));
        let edges = circles.min_by_key(Vec::len).unwrap_or_default();
        cycles.push(Cycle { folder: folder.to_vec(), knot, edges });
    }
    cycles
}

/// Returns the parts that one leads to; itself only if it is in a circle.
fn reachable(level: &Level, from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(part) = open.pop() {
        for next in level.get(&part).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    found
}

fn shortest_circle(level: &Level, start: &str) -> Option<Vec<Edge>> {
    let mut seen = BTreeSet::new();
    let mut open = VecDeque::from([(start.to_owned(), Vec::new())]);
    while let Some((part, way)) = open.pop_front() {
        for (next, edge) in level.get(&part).into_iter().flatten() {
            let mut way: Vec<Edge> = way.clone();
            way.push(edge.clone());
            if next == start {
                return Some(way);
            }
            if seen.insert(next.clone()) {
                open.push_back((next.clone(), way));
            }
        }
    }
    None
}

impl Cycle {
    /// Says which modules are in the knot, and where each import of one circle is written.
    pub(crate) fn explain(&self, package: &str, tree: &CrateTree) -> String {
        let at = self.folder.join("::");
        let of = if at.is_empty() { package.to_owned() } else { format!("{package}::{at}") };
        let own = tree.modules.iter().find(|module| module.path == self.folder);
        let own = own
            .and_then(|module| module.file.file_name())
            .map_or("mod.rs".into(), |name| name.to_string_lossy());
        let names = self.knot.iter().map(|name| if name.is_empty() { &own } else { name.as_str() });
        let mut text = format!(
            "{of}: {} modules in one knot: {}\n",
            self.knot.len(),
            names.collect::<Vec<_>>().join(", ")
        );
        for edge in &self.edges {
            let from = if edge.from.is_empty() { "crate".to_owned() } else { edge.from.join("::") };
            let to = if edge.to.is_empty() { "crate".to_owned() } else { edge.to.join("::") };
            let _ =
                writeln!(text, "  {}:{}: `{}`: {from} -> {to}", edge.file.display(), edge.line, edge.written);
        }
        text.push('\n');
        text
    }
}
