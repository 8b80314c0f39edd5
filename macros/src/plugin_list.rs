//! `plugins! { "feature" => path::Plugin { capability, .. }, .. }`: the plugin list of a binary, which links its plugins.

use crate::capabilities::Capabilities;
use crate::errors::Errors;
use crate::features;
use crate::method::line;
use crate::paths::Core;
use hookwire_text::suggest;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::HashSet;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{LitStr, Path, Token, braced};

/// One line of the list.
struct Entry {
    feature: LitStr,
    plugin: Path,
    granted: Capabilities,
}

const WANTED: &str = "write `\"feature\" => some_crate::SomePlugin`";

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parse = |input: ParseStream<'_>| parse(input, &mut errors);
    let parsed = parse.parse2(tokens);
    let entries = errors.take(parsed).unwrap_or_default();
    let entries = unrepeated(known(entries, &mut errors), &mut errors);
    let core = Core::new(None);
    // Of a list with mistakes only these are told: what the compiler would find besides could follow from them.
    let is_sound = errors.count() == 0;
    let (private, errors) = (core.private(), errors.into_tokens());
    let manifests = entries.iter().enumerate().map(|(index, entry)| entry.manifest(index, &core));
    let listed = entries.iter().enumerate().map(|(index, entry)| {
        let (condition, name) = (entry.condition(), manifest_name(index));
        quote!(#[cfg(#condition)] #name,)
    });
    let numbers = entries.iter().enumerate().map(|(index, entry)| {
        let condition = entry.condition();
        quote!(#[cfg(#condition)] #index,)
    });
    let checks = entries.iter().enumerate().filter(|_| is_sound);
    let checks = checks.map(|(index, entry)| entry.check(index, &core));
    let lines = entries.iter().enumerate().map(|(index, entry)| entry.line(index, &core));
    let disabled = entries.iter().map(|entry| {
        let (condition, feature) = (entry.condition(), &entry.feature);
        quote!(#[cfg(not(#condition))] #feature,)
    });
    quote! {{
        #errors
        #(#manifests)*
        static MANIFESTS: &[&#core::plugin::Manifest] = &[#(#listed)*];
        static LINES: &[::core::primitive::usize] = &[#(#numbers)*];
        static DISABLED: &[&::core::primitive::str] = &[#(#disabled)*];
        #[allow(long_running_const_eval)]
        static SORTED: #private::Sorted<{ #private::count_hooks(MANIFESTS) }, { MANIFESTS.len() }> =
            #private::Sorted::of(MANIFESTS, DISABLED);
        static PLUGINS: #private::PluginList = #private::PluginList {
            entries: &[#(#lines)*],
            feature_disabled: DISABLED,
            orders: ::core::option::Option::Some(SORTED.orders()),
        };
        #(#checks)*
        &PLUGINS
    }}
}

/// Reads the lines. A mistake in what is granted does not hide the others; one in the form ends the reading.
fn parse(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    while !input.is_empty() {
        entries.push(entry(input, errors)?);
        if input.is_empty() {
            break;
        }
        if !input.peek(Token![,]) {
            return Err(input.error("a comma belongs between two plugins"));
        }
        input.parse::<Token![,]>()?;
    }
    Ok(entries)
}

fn entry(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Entry> {
    if input.peek(Token![#]) {
        return Err(input.error("a line has no attributes: its feature is its condition"));
    }
    if !input.peek(LitStr) {
        return Err(input.error(WANTED));
    }
    let feature = input.parse()?;
    if !input.peek(Token![=>]) {
        return Err(input.error(WANTED));
    }
    input.parse::<Token![=>]>()?;
    let plugin = input.call(Path::parse_mod_style).map_err(|error| syn::Error::new(error.span(), WANTED))?;
    if input.peek(syn::token::Paren) && plugin.segments.len() > 1 && is_function(&plugin) {
        return Err(syn::Error::new_spanned(&plugin, "list the type of the plugin; the host makes it"));
    }
    if input.peek(syn::token::Paren) || input.peek(syn::token::Bracket) {
        return Err(input.error("capabilities are granted in braces: { net, files }"));
    }
    let granted =
        if input.peek(syn::token::Brace) { granted(input, errors)? } else { Capabilities::default() };
    Ok(Entry { feature, plugin, granted })
}

/// Returns whether the last word of a path is written as those of functions are: `Audit::new`.
fn is_function(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_lowercase))
}

/// Reads what a plugin is granted: `{ net, files }`.
fn granted(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Capabilities> {
    let inner;
    braced!(inner in input);
    let mut granted = Capabilities::default();
    while !inner.is_empty() {
        if inner.peek(LitStr) {
            let text: LitStr = inner.parse()?;
            granted.push(&text, None, errors);
            let _ = inner.parse::<Token![,]>();
            continue;
        }
        if !inner.peek(Ident::peek_any) {
            return Err(inner.error("write the names of capabilities, with commas between: { net, files }"));
        }
        let name = inner.call(Ident::parse_any)?;
        granted.push(&name, Some(name.clone()), errors);
        if !inner.is_empty() && inner.parse::<Token![,]>().is_err() {
            return Err(inner.error("a comma belongs between two capabilities"));
        }
    }
    Ok(granted)
}

/// Leaves out the lines whose feature the package does not have: the compiler would complain of all that follows first.
fn known(entries: Vec<Entry>, errors: &mut Errors) -> Vec<Entry> {
    let Some(features) = features::declared() else { return entries };
    let is_known = |entry: &Entry| {
        let name = entry.feature.value();
        let is_known = features.contains(&name);
        if !is_known {
            let hint = suggest::did_you_mean(
                &name,
                features.iter().map(String::as_str).filter(|it| *it != "default"),
            );
            errors.on(&entry.feature, format!("the package has no feature `{name}`{hint}"));
        }
        is_known
    };
    entries.into_iter().filter(is_known).collect()
}

/// Leaves out the lines that stand twice.
fn unrepeated(entries: Vec<Entry>, errors: &mut Errors) -> Vec<Entry> {
    let mut listed = HashSet::new();
    let is_first = |entry: &Entry| {
        let is_first = listed.insert(entry.plugin.to_token_stream().to_string());
        if !is_first {
            errors.on(&entry.plugin, "this plugin is listed above already; remove one of the two lines");
        }
        is_first
    };
    entries.into_iter().filter(is_first).collect()
}

fn manifest_name(index: usize) -> Ident {
    format_ident!("PLUGIN_{index}")
}

impl Entry {
    /// Writes the condition on the feature's own token, so that an unknown one is reported there.
    fn condition(&self) -> TokenStream {
        let feature = &self.feature;
        quote_spanned!(feature.span()=> feature = #feature)
    }

    /// Names the plugin's type, which loads and links its crate.
    fn manifest(&self, index: usize, core: &Core) -> TokenStream {
        let (name, plugin, condition) = (manifest_name(index), &self.plugin, self.condition());
        quote! {
            #[cfg(#condition)]
            const #name: &'static #core::plugin::Manifest = <#plugin as #core::Plugin>::MANIFEST;
        }
    }

    /// Checks the plugin against those before it, on its own tokens.
    fn check(&self, index: usize, core: &Core) -> TokenStream {
        let condition = self.condition();
        let granted = self.granted.expand(core);
        quote_spanned! {self.plugin.span()=>
            #[cfg(#condition)]
            #[allow(long_running_const_eval)]
            const _: () = SORTED.check(MANIFESTS, DISABLED, LINES, #index, &#granted);
        }
    }

    fn line(&self, index: usize, core: &Core) -> TokenStream {
        let (private, name, feature, condition) =
            (core.private(), manifest_name(index), &self.feature, self.condition());
        let line = line(self.plugin.span());
        quote! {
            #[cfg(#condition)]
            #private::Entry { feature: #feature, manifest: #name, file: ::core::file!(), line: #line },
        }
    }
}
