//! The imports between the files of a crate.

use crate::resolve::{Target, resolve};
use crate::tree::{CrateTree, Module};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One file uses what another one defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The module path of the file that uses.
    pub from: Vec<String>,
    /// The module path of the file that defines.
    pub to: Vec<String>,
    pub file: PathBuf,
    pub line: usize,
    /// The path as it is written.
    pub written: String,
}

impl Edge {
    /// Returns the top modules of both ends; empty for the crate's root file.
    pub(crate) fn top_modules(&self) -> (&str, &str) {
        (top(&self.from), top(&self.to))
    }
}

fn top(path: &[String]) -> &str {
    path.first().map_or("", String::as_str)
}

/// Finds one import, the first that is written, for each pair of files.
pub(crate) fn between_files(tree: &CrateTree) -> Vec<Edge> {
    let mut edges = Edges { tree, found: BTreeMap::new() };
    for (id, module) in tree.modules.iter().enumerate() {
        for used in module.uses.iter().filter(|used| used.name.is_some()) {
            edges.add(id, &used.path, used.line, Written::AsUse { is_private: used.is_private });
        }
        for mention in &module.mentions {
            edges.add(id, &mention.path, mention.line, Written::InCode);
        }
    }
    edges.found.into_values().collect()
}

/// How a path stands in a module.
#[derive(Clone, Copy)]
enum Written {
    AsUse { is_private: bool },
    InCode,
}

struct Edges<'a> {
    tree: &'a CrateTree,
    found: BTreeMap<(Vec<String>, Vec<String>), Edge>,
}

impl Edges<'_> {
    fn add(&mut self, module: usize, path: &[String], line: usize, written: Written) {
        // A module that is only named is used by what is taken from it.
        let Target::Item(to) = resolve(self.tree, module, path) else { return };
        let (from, to) = (&self.tree.modules[module], &self.tree.modules[to]);
        if to.file_path == from.file_path || is_listed(from, to, written) {
            return;
        }
        let edge = Edge {
            from: from.file_path.clone(),
            to: to.file_path.clone(),
            file: from.file.clone(),
            line,
            written: path.join("::"),
        };
        let key = (edge.from.clone(), edge.to.clone());
        let first = self.found.entry(key).or_insert_with(|| edge.clone());
        if edge.line < first.line {
            *first = edge;
        }
    }
}

/// Returns whether a `use` only lists what is inside, as a table of contents: a re-export, or one for the modules beneath.
///
/// Code beside it that uses the name is seen by itself.
fn is_listed(from: &Module, to: &Module, written: Written) -> bool {
    let is_inside = to.file_path.starts_with(&from.file_path);
    match written {
        Written::AsUse { is_private } => is_inside && !(is_private && from.has_logic),
        Written::InCode => false,
    }
}
