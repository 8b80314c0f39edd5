use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before", priority = 9_000_000_000)]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
