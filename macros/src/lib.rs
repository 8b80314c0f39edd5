//! The procedural macros of Hookwire. Use them through the `hookwire` crate, where they are documented.
#![allow(clippy::needless_pass_by_value, reason = "the compiler gives tokens away, so the entry points do")]

extern crate proc_macro;

mod attribute_args;
mod capabilities;
mod contribution;
mod described;
mod doc;
mod errors;
mod features;
mod hook;
mod lifecycle;
mod member_attribute;
mod method;
mod method_parameters;
mod names;
mod paths;
mod plugin;
mod plugin_list;
mod point;
mod point_kind;
mod time;

use proc_macro::TokenStream;

/// Makes a plugin of an inherent `impl` block.
#[proc_macro_attribute]
pub fn plugin(args: TokenStream, item: TokenStream) -> TokenStream {
    plugin::expand(args.into(), item.into()).into()
}

/// Makes a hook point of a type.
#[proc_macro_attribute]
pub fn hook_point(args: TokenStream, item: TokenStream) -> TokenStream {
    point::expand(args.into(), item.into()).into()
}

/// Describes the fields of a type: an event, or a part of one.
#[proc_macro_derive(Described, attributes(described))]
pub fn described(item: TokenStream) -> TokenStream {
    described::expand(item.into()).into()
}

/// Lists the plugins of a binary.
#[proc_macro]
pub fn plugins(entries: TokenStream) -> TokenStream {
    plugin_list::expand(entries.into()).into()
}

/// Not public API. Lists the built-in hook points as this crate knows them, for the test that compares.
#[doc(hidden)]
#[proc_macro]
pub fn __built_in_points(_: TokenStream) -> TokenStream {
    hook::names::as_array().into()
}

/// Defines the attributes of members: `#[plugin]` reads them off its block, so that one that is expanded stands outside.
macro_rules! member_attributes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[proc_macro_attribute]
        pub fn $name(_: TokenStream, item: TokenStream) -> TokenStream {
            member_attribute::outside(stringify!($name), &item.into()).into()
        }
    )*};
}

member_attributes! {
    /// Binds a method of a plugin to a hook point.
    hook;
    /// Makes a plugin, with its configuration.
    init;
    /// Starts a plugin once all are made.
    start;
    /// Stops a plugin before the host ends.
    stop;
    /// Offers a method of a plugin to the model as a tool.
    tool;
    /// Makes a method of a plugin a slash command.
    command;
    /// Makes a method of a plugin open the models of one provider.
    model;
    /// Teaches the model a constant text of a plugin.
    skill;
}
