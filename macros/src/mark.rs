//! The marks inside a plugin's block, where nobody reads them: `#[hook]` and the like outside `#[plugin]`.

use crate::errors::Errors;
use proc_macro2::{Span, TokenStream};
use quote::quote;

/// Names the attributes that `#[plugin]` reads off its members.
pub(crate) const MARKS: [&str; 8] = ["init", "start", "stop", "hook", "tool", "command", "skill", "model"];

/// Says where the mark belongs, and leaves the item as it is.
pub(crate) fn stray(mark: &str, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    // On the attribute, but as the user's own, so that no note speaks of where it comes from.
    let user = item.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span());
    let span = Span::call_site().resolved_at(user);
    errors.at(span, format!("`#[{mark}]` works inside an `impl` block marked `#[plugin]`; mark the block"));
    let errors = errors.into_tokens();
    quote!(#item #errors)
}

/// Returns the mark that an attribute is, alone or below the core crate: `hook`, `hookwire::hook`.
pub(crate) fn find(path: &syn::Path) -> Option<&'static str> {
    let name = match path.segments.len() {
        1 => path.get_ident()?,
        2 if path.segments[0].ident == "hookwire" => &path.segments[1].ident,
        _ => return None,
    };
    MARKS.into_iter().find(|mark| name == mark)
}
