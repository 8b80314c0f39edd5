use hookwire::points::ToolCall;
use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before", priority = "high")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
