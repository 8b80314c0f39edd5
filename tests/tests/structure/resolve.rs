//! Follows a path to the module that defines what it names.

use crate::tree::{CrateTree, Module};

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A module itself.
    Module(usize),
    /// An item that this module defines.
    Item(usize),
    /// Something of another crate, or a local name.
    Outside,
}

/// How many re-exports are followed; more are a circle of them.
const DEEPEST: u32 = 32;

/// Follows a path that is written in a module.
pub(crate) fn resolve(tree: &CrateTree, module: usize, path: &[String]) -> Target {
    Resolver { tree }.path(module, path, 0)
}

struct Resolver<'a> {
    tree: &'a CrateTree,
}

impl Resolver<'_> {
    fn module(&self, id: usize) -> &Module {
        &self.tree.modules[id]
    }

    fn path(&self, module: usize, path: &[String], depth: u32) -> Target {
        let Some((first, mut rest)) = path.split_first() else { return Target::Module(module) };
        let mut at = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(module),
            "super" => self.above(module),
            name => match self.name(module, name, !rest.is_empty(), depth) {
                Some(target) => target,
                None if name == self.tree.lib => Target::Module(0),
                None => Target::Outside,
            },
        };
        while let (Target::Module(here), Some((name, behind))) = (at, rest.split_first()) {
            at = match name.as_str() {
                "super" => self.above(here),
                // A name that a macro makes is not seen, but it is made in the module that was named.
                name => self.name(here, name, !behind.is_empty(), depth).unwrap_or(Target::Item(here)),
            };
            rest = behind;
        }
        at
    }

    fn above(&self, module: usize) -> Target {
        self.module(module).parent.map_or(Target::Outside, Target::Module)
    }

    /// Finds a name in a module: where more follows, a module of that name comes first.
    fn name(&self, id: usize, name: &str, more: bool, depth: u32) -> Option<Target> {
        if depth > DEEPEST {
            return None;
        }
        let module = self.module(id);
        let child = module.children.get(name).map(|child| Target::Module(*child));
        if more && child.is_some() {
            return child;
        }
        if module.items.contains(name) {
            return Some(Target::Item(id));
        }
        let imported = module.uses.iter().filter(|used| used.name.as_deref() == Some(name));
        let mut targets = imported.map(|used| self.path(id, &used.path, depth + 1));
        // `use a::b` may bring a module and an item of one name.
        let found = targets.find(|target| !more || matches!(target, Target::Module(_) | Target::Item(_)));
        let found = found.or_else(|| {
            module.uses.iter().any(|used| used.name.as_deref() == Some(name)).then_some(Target::Outside)
        });
        found.or(child).or_else(|| self.name_by_glob(module, id, name, more, depth))
    }

    fn name_by_glob(&self, module: &Module, id: usize, name: &str, more: bool, depth: u32) -> Option<Target> {
        let mut globs = module.uses.iter().filter(|used| used.name.is_none());
        globs.find_map(|used| match self.path(id, &used.path, depth + 1) {
            Target::Module(other) if other != id => self.name(other, name, more, depth + 1),
            _ => None,
        })
    }
}
