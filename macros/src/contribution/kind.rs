use crate::errors::Errors;
use crate::method::Owner;
use crate::paths::Core;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, ImplItemConst, ImplItemFn, ItemImpl};

/// A kind of contribution: the attribute that declares one, and how that is parsed.
pub(crate) struct Kind {
    /// The attribute's name: `tool`.
    pub(crate) attribute: &'static str,
    /// The kind's name in messages: "model provider".
    pub(crate) noun: &'static str,
    /// The type of the declaration in `hookwire::plugin`: `ToolDecl`.
    pub(crate) declaration: &'static str,
    pub(crate) parse: Parse,
}

/// The function that parses an attribute and the member it stands on.
pub(crate) enum Parse {
    /// The attribute goes on a method.
    Method(fn(&Attribute, &ImplItemFn, &mut Errors) -> Option<Box<dyn Contribution>>),
    /// The attribute goes on a constant, which may stand for several; `wanted` says so where it stands on something else.
    Constant {
        parse: fn(&Attribute, &ImplItemConst, &mut Errors) -> Vec<Box<dyn Contribution>>,
        wanted: &'static str,
    },
}

/// A contribution of a plugin, parsed and sound in itself.
pub(crate) trait Contribution {
    /// Returns the name, which must be unique among the plugin's contributions of one kind.
    fn name(&self) -> Name;

    /// Returns whether a plugin has at most one of the kind.
    fn is_single(&self) -> bool {
        false
    }

    /// Returns the capability without which the plugin cannot have it.
    fn capability(&self) -> Option<&'static str> {
        None
    }

    /// Checks what concerns other members of the block, and forgets what is wrong.
    fn check(&mut self, block: &ItemImpl, errors: &mut Errors) {
        let _ = (block, errors);
    }

    /// Writes the items that the declaration needs beside it.
    fn items(&self, core: &Core, plugin: &Owner) -> Vec<TokenStream> {
        let _ = (core, plugin);
        Vec::new()
    }

    /// Writes the declaration: a constant expression of a type that implements `hookwire::plugin::Contribution`.
    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream;
}

/// The name of a contribution, and the token that errors about it point at.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) token: TokenStream,
}

impl Name {
    pub(crate) fn new(text: impl Into<String>, token: &impl ToTokens) -> Self {
        Self { text: text.into(), token: token.to_token_stream() }
    }
}
