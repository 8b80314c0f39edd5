//! The procedural macros of Hookwire. Use them through the `hookwire` crate, where they are documented.
#![allow(clippy::needless_pass_by_value, reason = "the compiler gives tokens away, so the entry points do")]

extern crate proc_macro;

mod args;
mod command;
mod doc;
mod errors;
mod hook;
mod id;
mod life;
mod mark;
mod method;
mod model;
mod paths;
mod plugin;
mod point;
mod roster;
mod skill;
mod time;
mod tool;

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

/// Binds a method of a plugin to a hook point.
#[proc_macro_attribute]
pub fn hook(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("hook", &item.into()).into()
}

/// Gives the model a method of a plugin as a tool.
#[proc_macro_attribute]
pub fn tool(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("tool", &item.into()).into()
}

/// Makes a method of a plugin a slash command.
#[proc_macro_attribute]
pub fn command(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("command", &item.into()).into()
}

/// Makes a method of a plugin open models of one provider.
#[proc_macro_attribute]
pub fn model(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("model", &item.into()).into()
}

/// Teaches the model a constant text of a plugin.
#[proc_macro_attribute]
pub fn skill(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("skill", &item.into()).into()
}

/// Makes a plugin, with its configuration.
#[proc_macro_attribute]
pub fn init(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("init", &item.into()).into()
}

/// Starts a plugin once all are made.
#[proc_macro_attribute]
pub fn start(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("start", &item.into()).into()
}

/// Stops a plugin before the host ends.
#[proc_macro_attribute]
pub fn stop(_: TokenStream, item: TokenStream) -> TokenStream {
    mark::stray("stop", &item.into()).into()
}

/// Lists the plugins of a binary.
#[proc_macro]
pub fn plugins(entries: TokenStream) -> TokenStream {
    roster::expand(entries.into()).into()
}

/// Not public API. Lists the built-in hook points as this crate knows them, for the test that compares.
#[doc(hidden)]
#[proc_macro]
pub fn __built_in_points(_: TokenStream) -> TokenStream {
    hook::names::as_array().into()
}
