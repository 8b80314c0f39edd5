use hookwire::points::ToolCall;
use hookwire::{Cx, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall, _count: u32, _cx: &Cx) {}
}

fn main() {}
