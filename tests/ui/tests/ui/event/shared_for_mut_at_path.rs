use hookwire::plugin;
use hookwire::points::{ToolBefore, ToolCall};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(ToolBefore)]
    fn check(&self, _call: &ToolCall) {}
}

fn main() {}
