use super::members::{Contributed, Members};
use super::plugin_args::{EnvVar, Manifest, Tier};
use crate::attribute_args::literal;
use crate::doc;
use crate::lifecycle::{self, LifecycleFn};
use crate::method::{Owner, line};
use crate::paths::{Core, option};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ItemImpl;
use syn::spanned::Spanned;

/// Writes the manifest and its registration.
pub(super) fn plugin(block: &ItemImpl, manifest: &Manifest, members: &Members) -> TokenStream {
    let core = &manifest.core;
    let ty = &Owner::new(core, (*block.self_ty).clone(), id(manifest));
    let private = core.private();
    // A plain mention: coherence between crates does not look through `Itself`.
    let plain = &block.self_ty;
    let facts = facts(block, manifest);
    let hooks = members.hooks.iter().map(|hook| hook.expand(core, ty));
    let (declarations, constants, names) = contributions(core, members, ty);
    let config = option(members.lifecycle.init.as_ref().and_then(|init| init.schema(core, ty)));
    let lifecycle = lifecycle(core, members, ty);
    let registered = (!manifest.unlinked).then(|| registered(core, ty));
    quote! {
        const _: () = {
            #(#declarations)*
            impl #private::OnePluginBlockPerType for #plain {
                const MANIFEST: &'static #core::plugin::Manifest = &#core::plugin::Manifest {
                    #facts
                    hooks: &[#(#hooks),*],
                    contributions: &[#(#constants),*],
                    names: &[#(#names),*],
                    make_config_schema: #config,
                    lifecycle: #lifecycle,
                };
            }
            #registered
        };
    }
}

/// Writes the manifest's place in the linker section.
fn registered(core: &Core, ty: &Owner) -> TokenStream {
    let private = core.private();
    quote! {
        #[#private::linkme::distributed_slice(#private::HOOKWIRE_PLUGINS)]
        #[linkme(crate = #private::linkme)]
        static REGISTERED: &'static #core::plugin::Manifest = <#ty as #core::Plugin>::MANIFEST;
    }
}

/// Writes a constant for each contribution with the items it needs, a mention of it, and what the compiler can read of it.
fn contributions(
    core: &Core,
    members: &Members,
    ty: &Owner,
) -> (Vec<TokenStream>, Vec<TokenStream>, Vec<TokenStream>) {
    let one = |(index, contributed): (usize, &Contributed)| {
        let Contributed { kind, cfg, contribution } = contributed;
        let constant = format_ident!("CONTRIBUTION_{index}");
        let (declaration, written) = (format_ident!("{}", kind.declaration), contribution.expand(core, ty));
        let items = contribution.items(core, ty).into_iter().map(|item| quote!(#(#cfg)* #item));
        let named = quote! {
            #(#cfg)*
            #core::plugin::ContributionName {
                kind: #core::plugin::#declaration::KIND,
                name: #constant.name,
                line: #constant.line,
            }
        };
        let declared = quote! {
            #(#items)*
            #(#cfg)*
            const #constant: #core::plugin::#declaration = #written;
        };
        (declared, quote!(#(#cfg)* &#constant), named)
    };
    members.contributions.iter().enumerate().map(one).collect()
}

/// Writes the plugin's id: the one that is given, or the package's name.
fn id(manifest: &Manifest) -> TokenStream {
    manifest.id.as_ref().map_or_else(package, |id| quote!(#id))
}

fn package() -> TokenStream {
    quote!(::core::env!("CARGO_PKG_NAME"))
}

fn facts(block: &ItemImpl, manifest: &Manifest) -> TokenStream {
    let core = &manifest.core;
    let Manifest { name, description, env, capabilities, tier, applies_to, .. } = manifest;
    let Manifest { after, replaces, requires, conflicts, .. } = manifest;
    let (package, id) = (package(), id(manifest));
    let name = name.as_ref().map_or(id.clone(), |name| quote!(#name));
    let described = literal(&doc::paragraph(&block.attrs));
    let description = match description {
        Some(description) => quote!(#description),
        None if described.value().is_empty() => quote!(::core::env!("CARGO_PKG_DESCRIPTION")),
        None => quote!(#described),
    };
    let env = env.iter().map(|EnvVar { name, description, secret }| {
        let description = description.clone().unwrap_or_else(|| literal(""));
        quote!(#core::plugin::EnvVar { name: #name, description: #description, secret: #secret })
    });
    let capabilities = capabilities.expand(core);
    let tier = option(tier.map(|tier| match tier {
        Tier::Inline => quote!(#core::plugin::Tier::Inline),
        Tier::Worker => quote!(#core::plugin::Tier::Worker),
    }));
    let applies_to = option(applies_to.as_ref().map(|path| quote!(#path)));
    let replaces = option(replaces.as_ref().map(|id| quote!(#id)));
    let line = line(block.self_ty.span());
    quote! {
        id: #id,
        name: #name,
        description: #description,
        version: ::core::env!("CARGO_PKG_VERSION"),
        authors: ::core::env!("CARGO_PKG_AUTHORS"),
        package: #package,
        file: ::core::file!(),
        line: #line,
        permissions: #core::plugin::Permissions {
            plugin: #id,
            capabilities: &#capabilities,
            env: &[#(#env),*],
        },
        tier: #tier,
        after: &[#(#after),*],
        replaces: #replaces,
        requires: &[#(#requires),*],
        conflicts: &[#(#conflicts),*],
        applies_to: #applies_to,
    }
}

fn lifecycle(core: &Core, members: &Members, ty: &Owner) -> TokenStream {
    let functions = &members.lifecycle;
    let init = match &functions.init {
        Some(init) => init.expand(core, ty),
        None => lifecycle::default_init(core, ty, functions.has_init()),
    };
    let optional =
        |function: &Option<LifecycleFn>| option(function.as_ref().map(|function| function.expand(core, ty)));
    let (start, stop) = (optional(&functions.start), optional(&functions.stop));
    let check = lifecycle::check(functions.init.as_ref(), core, ty);
    quote!(#core::plugin::Lifecycle { init: #init, check: #check, start: #start, stop: #stop })
}
