//! The guard of the structure: no module cycle in any crate, and no arrow against the floors that `ARCHITECTURE.md` lists.
//!
//! `cargo test -p hookwire-tests --test structure -- --nocapture` prints what it sees. The imports are read with `syn`
//! and each is followed, through re-exports, to the file that defines the item.

mod arrows;
mod cfg_test;
mod document;
mod edges;
mod graph;
mod imports;
mod resolve;
mod resolver_tests;
mod tokens;
mod tree;
mod workspace;

use edges::Edge;
use graph::Cycle;
use std::collections::BTreeSet;
use tree::CrateTree;
use workspace::Workspace;

/// The least number of imports between files that the crate `hookwire` has; a reader that sees fewer is broken.
const LEAST_EDGES_OF_CORE: usize = 150;

/// Arrows between the top modules of `hookwire` that stay whatever else changes.
const SURE_ARROWS_OF_CORE: [(&str, &str); 4] =
    [("live", "registry"), ("live", "chain"), ("registry", "plugin"), ("plugin", "point")];

fn edges_of(tree: &CrateTree) -> Vec<Edge> {
    edges::between_files(tree)
}

fn cycles_of(tree: &CrateTree) -> Vec<Cycle> {
    graph::cycles(&edges_of(tree))
}

#[test]
fn modules_have_no_cycles() {
    let mut found = String::new();
    for package in Workspace::read().checked() {
        let tree = package.tree();
        for cycle in cycles_of(&tree) {
            found.push_str(&cycle.explain(&package.name, &tree));
        }
    }
    assert!(found.is_empty(), "\n\nmodules import each other in a circle:\n\n{found}{CURE_OF_CYCLES}");
}

const CURE_OF_CYCLES: &str = "\
What to do: move what both sides need into a module below them, or let the lower module declare a trait that the upper \
one implements, or move the function to the side that it uses.\n";

#[test]
fn modules_stand_on_their_floors() {
    let workspace = Workspace::read();
    let floors = document::floors(&workspace.architecture);
    let mut wrong = Vec::new();
    for package in workspace.checked() {
        let tree = package.tree();
        let edges = edges_of(&tree);
        let problems = match floors.get(&package.name) {
            Some(floors) => arrows::against_floors(&package.name, floors, &tree, &edges),
            None if package.is_plugin() || tree.modules.len() == 1 => Vec::new(),
            None => {
                vec![format!("{}: add this crate to the block `floors` of ARCHITECTURE.md", package.name)]
            }
        };
        if !problems.is_empty() {
            let lowest = arrows::lowest_floors(&tree, &edges);
            println!("{} can stand like this:", package.name);
            for floor in &lowest {
                println!("    {}", floor.join(" "));
            }
        }
        wrong.extend(problems);
    }
    for name in floors.keys() {
        if !workspace.has(name) {
            wrong.push(format!(
                "{name}: the block `floors` of ARCHITECTURE.md lists a crate that does not exist"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n\n{}\n", wrong.join("\n"));
}

#[test]
fn crates_depend_as_the_page_says() {
    let workspace = Workspace::read();
    let allowed = document::crates(&workspace.architecture);
    let mut wrong = Vec::new();
    for package in &workspace.packages {
        let Some((_, allowed)) = allowed.iter().find(|(name, _)| document::means(name, package)) else {
            wrong.push(format!(
                "{}: the block `crates` of ARCHITECTURE.md does not list this crate",
                package.name
            ));
            continue;
        };
        for used in workspace.packages.iter().filter(|used| package.dependencies.contains(&used.name)) {
            if !allowed.iter().any(|name| document::means(name, used)) {
                wrong.push(format!(
                    "{}: `{}` depends on `{}`, which the block `crates` of ARCHITECTURE.md does not allow; \
                     move what is needed to a crate that both may use",
                    package.manifest.display(),
                    package.name,
                    used.name
                ));
            }
        }
    }
    for name in allowed.keys() {
        let exists = workspace.packages.iter().any(|package| document::means(name, package));
        if !exists {
            wrong.push(format!(
                "{name}: the block `crates` of ARCHITECTURE.md lists a crate that does not exist"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n\n{}\n", wrong.join("\n"));
}

/// A guard that reads nothing finds nothing.
#[test]
fn the_guard_sees_every_file() {
    let workspace = Workspace::read();
    for package in workspace.checked() {
        let tree = package.tree();
        let seen: BTreeSet<_> = tree.files().collect();
        let unseen: Vec<_> =
            package.sources().into_iter().filter(|file| !seen.contains(file.as_path())).collect();
        assert!(unseen.is_empty(), "no module of {} leads to {unseen:?}", package.name);
    }
    let core = workspace.package("hookwire").tree();
    let edges = edges_of(&core);
    println!("hookwire: {} imports between files", edges.len());
    assert!(edges.len() >= LEAST_EDGES_OF_CORE, "only {} imports were found in hookwire", edges.len());
    for (from, to) in SURE_ARROWS_OF_CORE {
        let found = edges.iter().any(|edge| edge.top_modules() == (from, to));
        assert!(found, "no import from `{from}` to `{to}` was found in hookwire");
    }
}

/// Cargo would pass them over without a word.
#[test]
fn crates_whose_unit_tests_are_off_have_none() {
    let workspace = Workspace::read();
    for package in workspace.checked().filter(|package| !package.unit_tests) {
        for file in package.sources() {
            let found = package.read_source(&file).contains("cfg(test)");
            assert!(!found, "{} is not run: take `test = false` out of its Cargo.toml", file.display());
        }
    }
}
