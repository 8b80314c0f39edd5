//! What the items of one module define, import and mention.

use crate::cfg_test::is_for_tests;
use crate::tokens;
use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, ItemUse, Macro, Meta, UseTree, Visibility};

/// The names of one module.
#[derive(Default)]
pub(crate) struct Found {
    pub items: BTreeSet<String>,
    pub(crate) uses: Vec<Use>,
    pub mentions: Vec<Mention>,
    pub has_logic: bool,
}

/// One name that a `use` brings in.
pub(crate) struct Use {
    pub path: Vec<String>,
    /// The name it has here; none for a glob.
    pub name: Option<String>,
    pub is_private: bool,
    pub line: usize,
}

/// A path that is written in code.
pub(crate) struct Mention {
    pub path: Vec<String>,
    pub line: usize,
}

/// Reads the items of one module, without those of the modules in it.
pub(crate) fn of(items: &[Item]) -> Found {
    let mut reader = Reader::default();
    for item in items {
        reader.visit_item(item);
        if !matches!(item, Item::Mod(_) | Item::Use(_)) && !is_for_tests(attributes(item)) {
            reader.found.has_logic = true;
            reader.found.items.extend(name(item));
        }
    }
    reader.found
}

#[derive(Default)]
struct Reader {
    found: Found,
}

impl Reader {
    fn add_uses(&mut self, tree: &UseTree, path: &mut Vec<String>, is_private: bool) {
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.add_uses(&step.tree, path, is_private);
                path.pop();
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_uses(tree, path, is_private));
            }
            UseTree::Name(name) => self.add_use(path, &name.ident, &name.ident, is_private),
            UseTree::Rename(rename) => self.add_use(path, &rename.ident, &rename.rename, is_private),
            UseTree::Glob(glob) => {
                let line = line(glob.star_token.spans[0]);
                self.found.uses.push(Use { path: path.clone(), name: None, is_private, line });
            }
        }
    }

    fn add_use(&mut self, path: &[String], last: &syn::Ident, name: &syn::Ident, is_private: bool) {
        let mut whole = path.to_vec();
        let mut name = name.to_string();
        if last == "self" {
            name = if name == "self" { path.last().cloned().unwrap_or_default() } else { name };
        } else {
            whole.push(last.to_string());
        }
        self.found.uses.push(Use { path: whole, name: Some(name), is_private, line: line(last.span()) });
    }

    fn mention(&mut self, path: Vec<String>, line: usize) {
        self.found.mentions.push(Mention { path, line });
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        // A module is read by itself.
        if !matches!(item, Item::Mod(_)) && !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attrs: &[Attribute] = match item {
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Const(item) => &item.attrs,
            _ => &[],
        };
        if !is_for_tests(attrs) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if item.leading_colon.is_none() {
            let is_private = matches!(item.vis, Visibility::Inherited);
            self.add_uses(&item.tree, &mut Vec::new(), is_private);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let segments = path.segments.iter().map(|segment| segment.ident.to_string());
            self.mention(
                segments.collect(),
                path.segments.first().map_or(0, |first| line(first.ident.span())),
            );
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        visit::visit_path(self, &call.path);
        self.visit_path(&call.path);
        // What is quoted is code of another crate.
        let quotes = |name: &syn::Ident| name.to_string().contains("quote");
        if !call.path.segments.last().is_some_and(|last| quotes(&last.ident)) {
            tokens::paths(call.tokens.clone(), &mut |path, line| self.mention(path, line));
        }
    }

    fn visit_attribute(&mut self, attr: &'ast Attribute) {
        match &attr.meta {
            Meta::List(list) => {
                tokens::paths(list.tokens.clone(), &mut |path, line| self.mention(path, line));
            }
            Meta::Path(_) | Meta::NameValue(_) => {}
        }
    }

    /// `pub(in crate::a)` uses nothing of `crate::a`.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}
}

fn line(span: Span) -> usize {
    span.start().line
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
