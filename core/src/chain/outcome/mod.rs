//! How the outputs of the hooks of a chain become one outcome, kind by kind.

mod accumulate;
mod answer;
mod collect;
mod gate;
mod ruling;
mod unit;

pub use accumulate::Accumulate;
pub use answer::Answered;
pub use ruling::{Opinion, Ruling};
