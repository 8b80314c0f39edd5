use hookwire::points::ToolCall;
use hookwire::{hook, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[cfg_attr(all(), hook("tool.before"))]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
