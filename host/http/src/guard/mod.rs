//! The checks that every request passes: where it comes from, who sends it, and whether there is room for it.

mod admission;
mod caller;
mod origin;

pub(crate) use admission::{KnownCaller, authorize};
pub use caller::Caller;
