//! One `tracing` span a hook: who ran where, what came of it, what it changed.

use crate::origin::HookOrigin;
use tracing::{Level, Span, field};

/// The target of the spans, for filters.
const TARGET: &str = "hookwire::hook";

/// Returns whether somebody collects the spans; costs one look where nobody does.
#[inline]
pub(super) fn wanted() -> bool {
    tracing::enabled!(target: TARGET, Level::DEBUG)
}

/// Makes the span of one call.
pub(super) fn of(point: &'static str, by: HookOrigin) -> Span {
    let HookOrigin { plugin, hook, file, line } = by;
    tracing::debug_span!(
        target: TARGET,
        "hook",
        point,
        plugin,
        hook,
        file,
        line,
        outcome = field::Empty,
        changed = field::Empty
    )
}
