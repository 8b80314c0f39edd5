//! Wrap chains: hooks nested around an operation, the first outermost.

mod calls;
mod kind;
mod level;
mod next;
mod operate;

pub use next::{Inmost, Next};
pub(crate) use operate::operate;
