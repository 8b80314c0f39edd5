//! `#[hook(..)]`: a method bound to a hook point.

mod check;
mod expand;
pub(crate) mod names;
mod parse;
mod point;
mod policy;

pub(crate) use parse::Hook;
pub(crate) use policy::Policy;
