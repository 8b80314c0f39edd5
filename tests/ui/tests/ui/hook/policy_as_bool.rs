use hookwire::points::ToolCall;
use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before", on_failure = false)]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
