use super::manifest::Manifest;
use super::members::Members;
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
    if !matches!(bare(&block.self_ty), Type::Path(_)) {
        errors.on(&block.self_ty, "a plugin is a `struct` or an `enum` of this crate");
    }
}

/// Makes sure that the members can live together.
pub(super) fn members(members: &Members, manifest: &Manifest, block: &ItemImpl, errors: &mut Errors) {
    if members.seen == 0 && !members.lives && errors.count() == 0 {
        errors.on(
            &block.self_ty,
            "this plugin does nothing: mark a method `#[hook(\"message.received\")]`, `#[tool]` or \
             `#[command(\"/name\")]`, or a constant `#[skill(\"name\")]`",
        );
    }
    distinct("tool", members.tools.iter().map(|tool| (tool.name.clone(), &tool.method.name)), errors);
    distinct("command", members.commands.iter().map(|it| (it.name.value(), &it.name)), errors);
    distinct("skill", members.skills.iter().map(|skill| (skill.name.value(), &skill.name)), errors);
    let providers = members.models.iter().map(|model| (model.provider.value(), &model.provider));
    distinct("model provider", providers, errors);
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

fn distinct<'m, T: ToTokens + 'm>(
    what: &str,
    names: impl Iterator<Item = (String, &'m T)>,
    errors: &mut Errors,
) {
    let mut seen = HashSet::new();
    for (name, token) in names {
        if !seen.insert(name.clone()) {
            errors
                .on(token, format!("this plugin has a {what} `{name}` already; give this one another name"));
        }
    }
}
