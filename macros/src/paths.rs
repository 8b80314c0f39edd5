//! The only place that spells the name of the core crate.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{LitStr, Path, parse_quote};

/// The core crate as the user's crate names it.
pub(crate) struct Core(Path);

impl Core {
    /// Takes the name from a `crate = path` argument, or the usual one.
    pub(crate) fn new(path: Option<Path>) -> Self {
        Self(path.unwrap_or_else(|| parse_quote!(::hookwire)))
    }

    /// The module that generated code may use.
    pub(crate) fn private(&self) -> TokenStream {
        let Self(core) = self;
        quote!(#core::__private)
    }

    /// The modules of the built-in points.
    pub(crate) fn points(&self) -> TokenStream {
        let Self(core) = self;
        quote!(#core::points)
    }

    /// Mentions a type through `Itself` of one of the traits of the hidden module, on the type's own tokens: what
    /// is wrong with it is then the identical error wherever it is mentioned, and shown once.
    pub(crate) fn itself(&self, ty: impl ToTokens, name: &str) -> TokenStream {
        let ty = ty.into_token_stream();
        let spans: Vec<_> = ty.clone().into_iter().map(|tree| tree.span()).collect();
        let first = spans.first().copied().unwrap_or_else(Span::call_site);
        let last = spans.last().copied().unwrap_or_else(Span::call_site);
        let name = Ident::new(name, first);
        let path = respan(&quote!(#self::__private::#name), first);
        let (open, end) = (quote_spanned!(first=> <), quote_spanned!(last=> >::Itself));
        quote!(#open #ty as #path #end)
    }

    /// A path below the hidden module as a text, the way serde's and schemars' `crate` arguments want it.
    pub(crate) fn text(&self, module: &str) -> LitStr {
        let private = self.private().to_string().replace(' ', "");
        LitStr::new(&format!("{private}::{module}"), Span::call_site())
    }
}

fn respan(path: &TokenStream, span: Span) -> TokenStream {
    let trees = path.clone().into_iter().map(|mut tree| {
        tree.set_span(span);
        tree
    });
    trees.collect()
}

impl ToTokens for Core {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}
