use hookwire::points::ToolCall;
use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin(replaces = ["audit"])]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
