//! The only place that spells the name of the core crate.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
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

    /// A path below the hidden module as a text, the way serde's and schemars' `crate` arguments want it.
    pub(crate) fn text(&self, module: &str) -> LitStr {
        let private = self.private().to_string().replace(' ', "");
        LitStr::new(&format!("{private}::{module}"), Span::call_site())
    }
}

impl ToTokens for Core {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}
