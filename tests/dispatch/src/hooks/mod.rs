//! The plugins: sixteen types for each way to write a hook and each thing it does.

#[macro_use]
mod family;
mod idle;

pub(crate) mod around;
pub(crate) mod bare;
pub(crate) mod small;

pub(crate) use idle::IDLE;

use crate::contest::{Body, Case, Mode};
use crate::measure::Timed;
use crate::ours::Sixteen;
use hookwire::hook_point;

/// Fired to ask the plugins how many calls they have seen.
#[hook_point("bench.tally", kind = collect, event = (), outcome = u64, sync)]
#[derive(Debug)]
pub(crate) struct Tally;

/// Sixteen plugins whose hooks are written alike, and do the same.
pub(crate) trait Family {
    const MODE: Mode;
    const BODY: Body;
    const PLUGINS: Sixteen;
    /// Calls the first `count` by hand.
    fn direct(count: usize) -> Box<dyn Timed>;
    /// Calls them as trait objects.
    fn boxed(case: Case, size: usize) -> Box<dyn Timed>;
}
