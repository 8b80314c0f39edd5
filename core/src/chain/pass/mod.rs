//! One pass over a chain: hooks are called one after the other, and what goes wrong is contained, undone and recorded.

mod failure;
mod poll;
mod record;
mod slow_path;
mod state;

pub(super) use state::Pass;
