use hookwire::points::ToolCall;
use hookwire::{Cx, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _cx: &Cx, _call: &mut ToolCall) {}
}

fn main() {}
