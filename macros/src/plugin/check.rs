use super::members::{Contributed, Members};
use super::plugin_args::Manifest;
use crate::errors::Errors;
use crate::method::bare;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::HashSet;
use syn::{Item, ItemImpl, LitStr, Type};

/// Reads the block, unless the attribute stands on something else.
pub(super) fn parse(item: &TokenStream, errors: &mut Errors) -> Option<ItemImpl> {
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Impl(block)) => Some(block),
        Ok(_) => {
            let first = item.clone().into_iter().find(|tree| matches!(tree, TokenTree::Ident(_)));
            errors.on(
                first,
                "`#[plugin]` goes on the `impl` block of the plugin's type: `#[plugin] impl MyPlugin { .. }`",
            );
            None
        }
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// Makes sure that the block is an inherent impl of one plain type.
pub(super) fn block(block: &ItemImpl, errors: &mut Errors) {
    if let Some((path, _)) = &block.trait_ {
        errors.on(path, "`#[plugin]` goes on the type's own `impl` block, not on one of a trait");
    }
    if !block.generics.params.is_empty() {
        errors.on(
            &block.generics,
            "a plugin cannot be generic: there is one instance of one type; name the types",
        );
    }
    if let Some(lifetime) = lifetime(block.self_ty.to_token_stream()) {
        errors.on(
            lifetime,
            "a plugin borrows nothing, as it lives as long as the host: own the data, or share it in an `Arc`",
        );
    }
    if !matches!(bare(&block.self_ty), Type::Path(_)) {
        errors.on(&block.self_ty, "a plugin is a `struct` or an `enum` of this crate");
    }
}

/// Finds a lifetime other than `'static` in a type.
fn lifetime(ty: TokenStream) -> Option<TokenStream> {
    let mut trees = ty.into_iter();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                let name = trees.next().filter(|name| name.to_string() != "static");
                if let Some(name) = name {
                    return Some([quote.into(), name].into_iter().collect());
                }
            }
            TokenTree::Group(group) => {
                if let Some(found) = lifetime(group.stream()) {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    None
}

/// Makes sure that the members can live together.
pub(super) fn members(members: &Members, manifest: &Manifest, block: &ItemImpl, errors: &mut Errors) {
    if members.seen == 0 && !members.lifecycle.does_something() && errors.count() == 0 {
        errors.on(
            &block.self_ty,
            "this plugin does nothing: mark a method `#[hook(\"message.received\")]`, `#[tool]` or \
             `#[command(\"/name\")]`, or a constant `#[skill(\"name\")]`",
        );
    }
    distinct(members, errors);
    needed_capabilities(members, manifest, errors);
    let Some(id) = &manifest.id else { return };
    let named = members.hooks.iter().flat_map(|hook| hook.before.iter().chain(&hook.after));
    for own in named.filter(|name| name.value() == id.value()) {
        own_neighbour(own, errors);
    }
}

fn own_neighbour(name: &LitStr, errors: &mut Errors) {
    errors.on(
        name,
        "this is the plugin's own id; its own hooks run in the order of the source, or by `priority`",
    );
}

/// Makes sure that the plugin declares the capabilities of its contributions, and `routes` only if it has some.
fn needed_capabilities(members: &Members, manifest: &Manifest, errors: &mut Errors) {
    // Of arguments that cannot be read nothing is known, and a contribution with a mistake is not in the list.
    let is_whole = errors.count() == 0;
    let needed = members.contributions.iter().filter_map(|it| Some((it, it.contribution.capability()?)));
    for (Contributed { kind, contribution, .. }, name) in needed.clone() {
        if manifest.readable && manifest.capabilities.find(name).is_none() {
            errors.on(
                contribution.name().token,
                format!(
                    "`#[{}]` needs the capability `{name}`: write `#[plugin(capabilities = [{name}])]`",
                    kind.attribute
                ),
            );
        }
    }
    if let Some(vain) = manifest.capabilities.find("routes").filter(|_| is_whole)
        && !needed.clone().any(|(_, name)| name == "routes")
    {
        errors.on(vain, "this plugin has no routes; mark a method `#[routes]`, or remove the capability");
    }
}

/// Finds two contributions of one kind that have one name.
fn distinct(members: &Members, errors: &mut Errors) {
    let mut seen = HashSet::new();
    // Two under conditions may never meet.
    for Contributed { kind, contribution, .. } in members.contributions.iter().filter(|it| it.cfg.is_empty())
    {
        let (noun, name) = (kind.noun, contribution.name());
        if seen.insert((kind.attribute, name.text.clone())) {
            continue;
        }
        if contribution.is_single() {
            errors.on(
                name.token,
                format!("this plugin has `#[{}]` already; join the two with `merge`", kind.attribute),
            );
        } else {
            errors.on(
                name.token,
                format!("this plugin has a {noun} `{}` already; give this one another name", name.text),
            );
        }
    }
}
