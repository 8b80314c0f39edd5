//! Hooks around an operation: ours beside nested tower services.

mod ours;
mod tower;

use crate::contest::{Body, Case, Field, Key, Mode, Way};
use crate::hooks::around;
use hookwire::points::{ToolCall, ToolReport};

/// The operation inside.
#[inline]
fn operate(call: ToolCall) -> ToolReport {
    ToolReport::new(call, "")
}

pub(crate) fn fill(field: &mut Field<'_>, case: Case, size: usize) {
    let runtime = field.runtime;
    for body in [Body::Small, Body::Bare] {
        let plugins = match body {
            Body::Small => around::small::PLUGINS,
            Body::Bare => around::bare::PLUGINS,
        };
        let key = |way| Key { mode: Mode::Wrap, body, case, way, size };
        field.add(key(Way::Fire), || ours::Fire::start(plugins, case, size, runtime));
        field.add(key(Way::TowerStatic), || tower::nested(body, case, size));
        field.add(key(Way::TowerOwned), || tower::Owned(tower::boxed(body, case, size)));
        field.add(key(Way::TowerShared), || tower::Shared(tower::boxed(body, case, size)));
    }
}
