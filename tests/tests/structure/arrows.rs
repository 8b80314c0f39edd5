//! Imports against the floors of a crate.

use crate::edges::Edge;
use crate::tree::CrateTree;
use std::collections::{BTreeMap, BTreeSet};

/// The top modules of a crate, from the ground to the roof; those of one floor do not use each other.
pub(crate) type Floors = Vec<Vec<String>>;

/// Says which modules the floors forget, which do not exist, and which imports go up or across.
pub(crate) fn against_floors(
    package: &str,
    floors: &Floors,
    tree: &CrateTree,
    edges: &[Edge],
) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut floor_of = BTreeMap::new();
    for (floor, modules) in floors.iter().enumerate() {
        for module in modules {
            if floor_of.insert(module.as_str(), floor).is_some() {
                wrong.push(format!("{package}: ARCHITECTURE.md lists the module `{module}` twice"));
            }
        }
    }
    let real: BTreeSet<_> = tree.modules[0].children.keys().map(String::as_str).collect();
    let listed: BTreeSet<_> = floor_of.keys().copied().collect();
    for module in real.difference(&listed) {
        wrong.push(format!("{package}: add the module `{module}` to the block `floors` of ARCHITECTURE.md"));
    }
    for module in listed.difference(&real) {
        wrong.push(format!("{package}: ARCHITECTURE.md lists the module `{module}`, which does not exist"));
    }
    for edge in edges {
        let (from, to) = edge.top_modules();
        let (Some(upper), Some(lower)) = (floor_of.get(from), floor_of.get(to)) else { continue };
        if from != to && lower >= upper {
            let way = if lower == upper { "beside" } else { "above" };
            wrong.push(format!(
                "{package}: {}:{}: `{}`: `{from}` uses `{to}`, which stands {way} it; \
                 move what is needed to a lower module, or change the floors in ARCHITECTURE.md",
                edge.file.display(),
                edge.line,
                edge.written
            ));
        }
    }
    wrong
}

/// Returns the top modules of a crate on the lowest floors on which they can stand, as the block is to list them.
///
/// Modules of a knot are left out, with all that stand on them.
pub(crate) fn lowest_floors(tree: &CrateTree, edges: &[Edge]) -> Floors {
    let mut left: BTreeSet<_> = tree.modules[0].children.keys().map(String::as_str).collect();
    let arrows: Vec<_> = edges.iter().map(Edge::top_modules).filter(|(from, to)| from != to).collect();
    let mut floors = Floors::new();
    loop {
        let waits = |module: &str| arrows.iter().any(|(from, to)| *from == module && left.contains(to));
        let ready: Vec<_> = left.iter().copied().filter(|module| !waits(module)).collect();
        if ready.is_empty() {
            return floors;
        }
        left.retain(|module| !ready.contains(module));
        floors.push(ready.into_iter().map(str::to_owned).collect());
    }
}
