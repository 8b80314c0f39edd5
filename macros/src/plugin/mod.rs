//! `#[plugin(..)]`: an inherent `impl` block becomes a plugin.

mod check;
mod expand;
mod members;
mod plugin_args;
mod registration;

pub(crate) use expand::expand;
