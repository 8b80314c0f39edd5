//! The module tree of one crate, read from its source files.

use crate::cfg_test::is_for_tests;
use crate::imports::{self, Mention, Use};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::{Attribute, Item, ItemMod, Meta};

/// Reads a file of a crate, by its path; a map in memory stands in for the disk in tests.
pub(crate) type ReadFile<'a> = dyn Fn(&Path) -> Option<String> + 'a;

/// All modules of a crate; the first is its root.
pub(crate) struct CrateTree {
    /// The name by which code writes the crate: `hookwire_host`.
    pub lib: String,
    pub(crate) modules: Vec<Module>,
    /// Files of modules that are only compiled for tests.
    left_out: BTreeSet<PathBuf>,
}

/// One module, in a file of its own or inside one.
pub(crate) struct Module {
    pub path: Vec<String>,
    /// The path of the module whose file holds this one: its own, unless it is written inside another's file.
    pub file_path: Vec<String>,
    pub file: PathBuf,
    pub parent: Option<usize>,
    pub children: BTreeMap<String, usize>,
    /// The names of the items that are defined here.
    pub items: BTreeSet<String>,
    pub(crate) uses: Vec<Use>,
    pub mentions: Vec<Mention>,
    /// Whether there is more here than `mod` and `use`.
    pub has_logic: bool,
}

impl CrateTree {
    /// Reads a crate from its root file on.
    pub(crate) fn read(lib: &str, root: &Path, read: &ReadFile<'_>) -> Self {
        let mut tree = Self { lib: lib.to_owned(), modules: Vec::new(), left_out: BTreeSet::new() };
        let folder = root.parent().unwrap_or(Path::new("")).to_owned();
        tree.read_file(root, &folder, &[], None, read);
        tree
    }

    /// Returns the source files of the crate.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        let left_out = self.left_out.iter().map(PathBuf::as_path);
        self.modules.iter().map(|module| module.file.as_path()).chain(left_out)
    }

    fn read_file(
        &mut self,
        file: &Path,
        folder: &Path,
        path: &[String],
        parent: Option<usize>,
        read: &ReadFile<'_>,
    ) -> usize {
        let text = read(file).unwrap_or_else(|| panic!("{} cannot be read", file.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| {
            panic!("{}:{}: {error}", file.display(), error.span().start().line);
        });
        let place = Place { file, folder, file_path: path };
        self.add(&parsed.items, &place, path, parent, read)
    }

    fn add(
        &mut self,
        items: &[Item],
        place: &Place<'_>,
        path: &[String],
        parent: Option<usize>,
        read: &ReadFile<'_>,
    ) -> usize {
        let found = imports::of(items);
        let id = self.modules.len();
        self.modules.push(Module {
            path: path.to_vec(),
            file_path: place.file_path.to_vec(),
            file: place.file.to_owned(),
            parent,
            children: BTreeMap::new(),
            items: found.items,
            uses: found.uses,
            mentions: found.mentions,
            has_logic: found.has_logic,
        });
        for item in items {
            if let Item::Mod(item) = item {
                self.add_child(item, place, path, id, read);
            }
        }
        id
    }

    fn add_child(
        &mut self,
        item: &ItemMod,
        place: &Place<'_>,
        path: &[String],
        parent: usize,
        read: &ReadFile<'_>,
    ) {
        let name = item.ident.to_string();
        let mut child_path = path.to_vec();
        child_path.push(name.clone());
        let folder = place.folder.join(&name);
        let only_for_tests = is_for_tests(&item.attrs);
        let child = if let Some((_, items)) = &item.content {
            if only_for_tests {
                return;
            }
            let inside = Place { folder: &folder, ..*place };
            self.add(items, &inside, &child_path, Some(parent), read)
        } else {
            let beside = place.folder.join(format!("{name}.rs"));
            let (file, folder) = match path_attribute(&item.attrs) {
                // The modules of such a file lie beside it, as those of a `mod.rs`.
                Some(name) => {
                    let file = place.file.with_file_name(name);
                    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
                    (file, folder)
                }
                None if read(&beside).is_some() => (beside, folder),
                None => (folder.join("mod.rs"), folder),
            };
            if only_for_tests {
                self.left_out.insert(file);
                return;
            }
            self.read_file(&file, &folder, &child_path, Some(parent), read)
        };
        self.modules[parent].children.insert(name, child);
    }
}

/// Where the items of a module are written.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a Path,
    /// The folder in which the files of its modules lie.
    folder: &'a Path,
    file_path: &'a [String],
}

fn path_attribute(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().find_map(|attr| match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}
