//! `#[hook(..)]`: a method bound to a hook point.

mod check;
mod expand;
pub(crate) mod names;
mod parse;

pub(crate) use parse::{Failure, Hook};
