//! The only place that spells the name of the core crate.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
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

    /// The hidden module, on a token of the user's.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        let trees = self.private().into_iter().map(|mut tree| {
            tree.set_span(span);
            tree
        });
        trees.collect()
    }

    /// Mentions a type through `Itself` of one of the traits of the hidden module, on the type's own token: what is
    /// wrong with it is then the identical error wherever it is mentioned, and shown once.
    pub(crate) fn itself(&self, ty: impl ToTokens, name: &str) -> TokenStream {
        let span = name_of(&ty);
        let (private, name) = (self.private_at(span), Ident::new(name, span));
        quote_spanned!(span=> <#ty as #private::#name>::Itself)
    }

    /// A path below the hidden module as a text, the way serde's and schemars' `crate` arguments want it.
    pub(crate) fn text(&self, module: &str) -> LitStr {
        let private = self.private().to_string().replace(' ', "");
        LitStr::new(&format!("{private}::{module}"), Span::call_site())
    }
}

/// Returns the token that names a type: of a path, its last word.
pub(crate) fn name_of(ty: &impl ToTokens) -> Span {
    let mut name = None;
    for tree in ty.to_token_stream() {
        match tree {
            TokenTree::Ident(ident) => name = Some(ident.span()),
            TokenTree::Punct(punct) if punct.as_char() == '<' && name.is_some() => break,
            other => name = name.or(Some(other.span())),
        }
    }
    name.unwrap_or_else(Span::call_site)
}

/// Writes a type the way people do: without the blanks that tokens have between them.
pub(crate) fn type_text(ty: impl ToTokens) -> String {
    const TIGHT: [(&str, &str); 12] = [
        (" :: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        (" ;", ";"),
        (" '", "'"),
    ];
    let text = ty.to_token_stream().to_string();
    TIGHT.into_iter().fold(text, |text, (loose, tight)| text.replace(loose, tight))
}

impl ToTokens for Core {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

/// Writes an `Option` literal.
pub(crate) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
