//! The capabilities by name: those that `#[plugin]` declares and `plugins!` grants.

use crate::attribute_args::capitalised;
use crate::errors::Errors;
use crate::paths::Core;
use hookwire_text::suggest;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

const NAMES: [&str; 10] =
    ["net", "files", "env", "send", "schedule", "model", "tool", "process", "sessions", "routes"];

/// The names of capabilities, each of which is one and stands there once.
#[derive(Default)]
pub(crate) struct Capabilities(Vec<Ident>);

impl Capabilities {
    /// Takes the next name; `name` is absent where something else than a name stands.
    pub(crate) fn push(&mut self, written: &impl ToTokens, name: Option<Ident>, errors: &mut Errors) {
        match name {
            Some(name) if self.0.contains(&name) => {
                errors.on(&name, format!("`{name}` stands here twice; remove one"));
            }
            Some(name) if NAMES.contains(&&*name.to_string()) => self.0.push(name),
            _ => {
                let text = written.to_token_stream().to_string();
                if let Some(name) = NAMES.iter().find(|name| text == format!("\"{name}\"")) {
                    errors.on(written, format!("a capability has no quotes: write {name}"));
                    return;
                }
                errors.on(written, suggest::unknown_of("capability", &text, NAMES));
            }
        }
    }

    /// Returns the token of a name that stands there.
    pub(crate) fn find(&self, name: &str) -> Option<&Ident> {
        self.0.iter().find(|found| *found == name)
    }

    /// Writes them as an array.
    pub(crate) fn expand(&self, core: &Core) -> TokenStream {
        let variants = self.0.iter().map(|name| {
            let variant = Ident::new(&capitalised(&name.to_string()), name.span());
            quote!(#core::plugin::Capability::#variant)
        });
        quote!([#(#variants),*])
    }
}
