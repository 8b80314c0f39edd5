//! The procedural macros of Hookwire. Use them through the `hookwire` crate, where they are documented.

extern crate proc_macro;

mod args;
mod command;
mod doc;
mod errors;
mod hook;
mod life;
mod method;
mod paths;
mod plugin;
mod point;
mod roster;
mod skill;
#[allow(unreachable_pub, reason = "one file serves both crates; in the other it is public")]
mod suggest;
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
