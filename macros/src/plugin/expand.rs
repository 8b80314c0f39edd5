use super::manifest::{EnvVar, Manifest};
use super::members::Members;
use crate::args::{self, literal};
use crate::doc;
use crate::hook::option;
use crate::life::{self, Turn};
use crate::method::{Owner, line};
use crate::paths::Core;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ItemImpl;
use syn::spanned::Spanned;

/// Writes the manifest and its registration.
pub(super) fn plugin(block: &ItemImpl, manifest: &Manifest, members: &Members) -> TokenStream {
    let core = &manifest.core;
    let ty = &Owner::new(core, (*block.self_ty).clone());
    let private = core.private();
    // A plain mention: coherence between crates does not look through `Itself`.
    let plain = &block.self_ty;
    let facts = facts(block, manifest);
    let hooks = members.hooks.iter().map(|hook| hook.expand(core, ty));
    let tools = members.tools.iter().map(|tool| tool.expand(core, ty));
    let arguments = members.tools.iter().filter_map(|tool| tool.arguments(core, ty));
    let commands = members.commands.iter().map(|command| command.expand(core, ty));
    let skills = members.skills.iter().map(|skill| skill.expand(core, ty));
    let models = members.models.iter().map(|model| model.expand(core, ty));
    let config = option(members.init.as_ref().and_then(|init| init.schema(core, ty)));
    let life = life(core, members, ty);
    quote! {
        const _: () = {
            #(#arguments)*
            impl #core::Plugin for #plain {
                const MANIFEST: &'static #core::plugin::Manifest = &#core::plugin::Manifest {
                    #facts
                    hooks: &[#(#hooks),*],
                    tools: &[#(#tools),*],
                    commands: &[#(#commands),*],
                    skills: &[#(#skills),*],
                    models: &[#(#models),*],
                    config: #config,
                    life: #life,
                };
            }
            #[#private::linkme::distributed_slice(#private::HOOKWIRE_PLUGINS)]
            #[linkme(crate = #private::linkme)]
            static REGISTERED: &'static #core::plugin::Manifest = <#ty as #core::Plugin>::MANIFEST;
        };
    }
}

fn facts(block: &ItemImpl, manifest: &Manifest) -> TokenStream {
    let core = &manifest.core;
    let Manifest { id, name, description, env, capabilities, worker, applies_to, replaces, .. } = manifest;
    let package = quote!(::core::env!("CARGO_PKG_NAME"));
    let id = id.as_ref().map_or(package.clone(), |id| quote!(#id));
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
    let capabilities = capabilities.iter().map(|capability| {
        let variant = Ident::new(&args::capitalised(&capability.to_string()), capability.span());
        quote!(#core::plugin::Capability::#variant)
    });
    let tier = if *worker { quote!(Worker) } else { quote!(Inline) };
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
            capabilities: &[#(#capabilities),*],
            env: &[#(#env),*],
        },
        tier: #core::plugin::Tier::#tier,
        replaces: #replaces,
        applies_to: #applies_to,
    }
}

fn life(core: &Core, members: &Members, ty: &Owner) -> TokenStream {
    let init = match &members.init {
        Some(init) => init.expand(core, ty),
        None => life::default(core, ty, members.has_init),
    };
    let turn = |turn: &Option<Turn>| option(turn.as_ref().map(|turn| turn.expand(core, ty)));
    let (start, stop) = (turn(&members.start), turn(&members.stop));
    quote!(#core::plugin::Lifecycle { init: #init, start: #start, stop: #stop })
}
