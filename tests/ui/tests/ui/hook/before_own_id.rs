use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[hook("tool.before", before = ["cache", "audit"])]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
