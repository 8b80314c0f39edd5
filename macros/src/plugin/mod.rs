//! `#[plugin(..)]`: an inherent `impl` block becomes a plugin.

mod arguments;
mod check;
mod expand;
mod members;
mod registration;

pub(crate) use expand::expand;
