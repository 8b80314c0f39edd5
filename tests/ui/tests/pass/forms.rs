//! Forms that are odd, and work.

use hookwire::points::ToolCall;
use hookwire::{Plugin, plugin};

#[derive(Default)]
struct Audit;

#[plugin(id = "forms")]
impl Audit {
    #[hook("tool.before")]
    fn comma(&self, _call: &mut ToolCall) {}

    #[hook("tool.before")]
    const fn constant(&self, _call: &mut ToolCall) {}
}

pub(crate) fn main() {
    assert_eq!(Audit::MANIFEST.hooks.len(), 2);
}
