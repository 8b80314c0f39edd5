//! `plugins! { "feature" => path::Plugin, .. }`: the plugin list of a binary, which links its plugins.

use crate::errors::Errors;
use crate::method::line;
use crate::paths::Core;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Ident, LitStr, Path, Token};

struct Entry {
    feature: LitStr,
    plugin: Path,
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let wanted = "write `\"feature\" => some_crate::SomePlugin`";
        if !input.peek(LitStr) {
            return Err(input.error(wanted));
        }
        let feature = input.parse()?;
        if !input.peek(Token![=>]) {
            return Err(input.error(wanted));
        }
        input.parse::<Token![=>]>()?;
        let plugin = input.parse()?;
        Ok(Self { feature, plugin })
    }
}

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parse = syn::punctuated::Punctuated::<Entry, Token![,]>::parse_terminated;
    let entries: Vec<_> = errors.take(parse.parse2(tokens)).into_iter().flatten().collect();
    repeated(&entries, &mut errors);
    let core = Core::new(None);
    let errors = errors.into_tokens();
    let checks = entries.iter().enumerate().map(|(index, entry)| {
        let manifest = manifest(index, entry, &core);
        let against = entries[..index].iter().enumerate().filter(|(_, earlier)| !earlier.repeats(entry));
        let ids = against.map(|(other, earlier)| distinct((other, earlier), (index, entry), &core));
        quote!(#manifest #(#ids)*)
    });
    let private = core.private();
    let lines = entries.iter().enumerate().map(|(index, entry)| entry.line(index, &core));
    let disabled = entries.iter().map(|entry| {
        let (condition, feature) = (entry.condition(), &entry.feature);
        quote!(#[cfg(not(#condition))] #feature,)
    });
    quote! {{
        #errors
        #(#checks)*
        static PLUGINS: #private::PluginList = #private::PluginList {
            entries: &[#(#lines)*],
            feature_disabled: &[#(#disabled)*],
        };
        &PLUGINS
    }}
}

/// Finds the same line twice.
fn repeated(entries: &[Entry], errors: &mut Errors) {
    for (index, entry) in entries.iter().enumerate() {
        if entries[..index].iter().any(|earlier| earlier.repeats(entry)) {
            errors.on(&entry.plugin, "this plugin is listed above already; remove one of the two lines");
        }
    }
}

fn name(index: usize) -> Ident {
    format_ident!("PLUGIN_{index}")
}

/// Names the plugin's type, which loads and links its crate.
fn manifest(index: usize, entry: &Entry, core: &Core) -> TokenStream {
    let (name, plugin, condition) = (name(index), &entry.plugin, entry.condition());
    quote! {
        #[cfg(#condition)]
        const #name: &'static #core::plugin::Manifest = <#plugin as #core::Plugin>::MANIFEST;
    }
}

/// Compares two ids at compile time.
fn distinct(earlier: (usize, &Entry), later: (usize, &Entry), core: &Core) -> TokenStream {
    let private = core.private();
    let (first, second) = (name(earlier.0), name(later.0));
    let (a, b) = (earlier.1.condition(), later.1.condition());
    let message = format!(
        "the plugins of `{}` and `{}` have the same id; give one of them another: #[plugin(id = \"..\")]",
        earlier.1.feature.value(),
        later.1.feature.value()
    );
    quote_spanned! {later.1.plugin.span()=>
        #[cfg(all(#a, #b))]
        const _: () = ::core::assert!(!#private::same(#first.id, #second.id), #message);
    }
}

impl Entry {
    fn repeats(&self, other: &Self) -> bool {
        self.plugin.to_token_stream().to_string() == other.plugin.to_token_stream().to_string()
    }

    /// Writes the condition on the feature's own token, so that an unknown one is reported there.
    fn condition(&self) -> TokenStream {
        let feature = &self.feature;
        quote_spanned!(feature.span()=> feature = #feature)
    }

    fn line(&self, index: usize, core: &Core) -> TokenStream {
        let (private, name, feature, condition) =
            (core.private(), name(index), &self.feature, self.condition());
        let line = line(self.plugin.span());
        quote! {
            #[cfg(#condition)]
            #private::Entry { feature: #feature, manifest: #name, file: ::core::file!(), line: #line },
        }
    }
}
