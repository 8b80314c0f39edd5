//! The attributes that `#[plugin]` reads off the members of its block: `#[hook]`, `#[init]`, `#[tool]` and the like.

use crate::contribution::{KINDS, Kind};
use crate::errors::Errors;
use proc_macro2::{Span, TokenStream};
use quote::quote;

/// An attribute of a member.
#[derive(Clone, Copy)]
pub(crate) enum MemberAttribute {
    Lifecycle(Stage),
    Hook,
    Contribution(&'static Kind),
}

/// A stage of a plugin's lifecycle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Init,
    Start,
    Stop,
}

impl MemberAttribute {
    /// Returns the attribute that a path names, alone or below the core crate: `hook`, `hookwire::hook`.
    pub(crate) fn find(path: &syn::Path) -> Option<Self> {
        let name = match path.segments.len() {
            1 => path.get_ident()?,
            2 if path.segments[0].ident == "hookwire" => &path.segments[1].ident,
            _ => return None,
        };
        let lifecycle = [Stage::Init, Stage::Start, Stage::Stop].into_iter().map(Self::Lifecycle);
        let contributions = KINDS.into_iter().map(Self::Contribution);
        lifecycle.chain([Self::Hook]).chain(contributions).find(|attribute| name == attribute.name())
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lifecycle(Stage::Init) => "init",
            Self::Lifecycle(Stage::Start) => "start",
            Self::Lifecycle(Stage::Stop) => "stop",
            Self::Hook => "hook",
            Self::Contribution(kind) => kind.attribute,
        }
    }
}

/// Reports an attribute that stands outside a plugin's block, and leaves the item as it is.
pub(crate) fn outside(name: &str, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    // On the attribute, but as the user's own, so that no note speaks of where it comes from.
    let user = item.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span());
    let span = Span::call_site().resolved_at(user);
    errors.at(span, format!("`#[{name}]` works inside an `impl` block marked `#[plugin]`; mark the block"));
    let errors = errors.into_tokens();
    quote!(#item #errors)
}
