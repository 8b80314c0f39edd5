use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before", trace = "none")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
