use hookwire::plugin;
use hookwire::points::ToolCall;
use std::sync::Arc;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(self: Arc<Self>, _call: &mut ToolCall) {}
}

fn main() {}
