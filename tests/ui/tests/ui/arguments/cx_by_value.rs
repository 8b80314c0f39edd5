use hookwire::points::ToolCall;
use hookwire::{Cx, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall, _cx: Cx) {}
}

fn main() {}
