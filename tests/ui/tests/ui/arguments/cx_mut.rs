use hookwire::points::ToolCall;
use hookwire::{Cx, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    async fn check(&self, _call: &mut ToolCall, _cx: &mut Cx) {}
}

fn main() {}
