//! Hooks around an operation: ours beside nested tower services.

mod ours;
mod tower;

use crate::contest::{Body, Case, Entry, Key, Mode, Way};
use crate::hooks::around;
use crate::measure::Timed;
use hookwire::points::{ToolCall, ToolReport};
use tokio::runtime::Runtime;

/// The operation inside.
#[inline]
fn operate(call: ToolCall) -> ToolReport {
    ToolReport::new(call, "")
}

pub(crate) fn entries(case: Case, size: usize, runtime: &Runtime, entries: &mut Vec<Entry>) {
    for body in [Body::Small, Body::Bare] {
        let plugins = match body {
            Body::Small => around::small::PLUGINS,
            Body::Bare => around::bare::PLUGINS,
        };
        let chains: [(Way, Box<dyn Timed>); 4] = [
            (Way::Fire, Box::new(ours::Fire::start(plugins, case, size, runtime))),
            (Way::TowerStatic, tower::nested(body, case, size)),
            (Way::TowerOwned, Box::new(tower::Owned(tower::boxed(body, case, size)))),
            (Way::TowerShared, Box::new(tower::Shared(tower::boxed(body, case, size)))),
        ];
        for (way, chain) in chains {
            entries.push((Key { mode: Mode::Wrap, body, case, way, size }, chain));
        }
    }
}
