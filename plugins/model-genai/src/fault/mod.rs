//! What went wrong, in the host's words, and never with a key in it.

mod judge;
mod retry;

pub(crate) use judge::{Faults, cause};
