//! The attributes that `#[plugin]` reads off the members of its block: `#[hook]`, `#[init]`, `#[tool]` and the like.

use crate::contribution::{KINDS, Kind};
use crate::errors::Errors;
use hookwire_text::suggest;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Meta};

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

    /// Reports an attribute that is one of ours but for its spelling, or that `cfg_attr` hides from us.
    pub(crate) fn is_misspelt(attr: &Attribute, errors: &mut Errors) -> bool {
        let Some(written) = attr.path().get_ident().map(ToString::to_string) else { return false };
        let names = Self::names();
        if written == "cfg_attr" {
            let Some(name) = hidden(attr, &names) else { return false };
            errors.on(
                attr,
                format!("`cfg_attr` hides `#[{name}]` from `#[plugin]`; write `#[{name}]`, and `#[cfg(..)]` beside it"),
            );
            return true;
        }
        let near = suggest::nearest(&written, names).filter(|near| is_slip(&written, near));
        let Some(near) = near else { return false };
        errors
            .on(attr.path(), format!("there is no attribute `#[{written}]` here; did you mean `#[{near}]`?"));
        true
    }

    fn names() -> Vec<&'static str> {
        let others = ["init", "start", "stop", "hook"].into_iter();
        others.chain(KINDS.into_iter().map(|kind| kind.attribute)).collect()
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

/// Returns whether a word is another one with a letter too many or too few, or with two in the wrong order: one with
/// another letter is more likely an attribute of somebody else.
fn is_slip(written: &str, meant: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<_> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    suggest::distance(written, meant) == 1
        && (written.len() != meant.len() || sorted(written) == sorted(meant))
}

/// Returns the attribute of ours inside a `cfg_attr`.
fn hidden(attr: &Attribute, names: &[&'static str]) -> Option<&'static str> {
    let Meta::List(list) = &attr.meta else { return None };
    let is_comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',');
    let mut behind = list.tokens.clone().into_iter().skip_while(|tree| !is_comma(tree));
    behind.find_map(|tree| names.iter().copied().find(|name| tree.to_string() == **name))
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
