use hookwire::points::ToolCall;
use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin(id = "audit", requires = ["Notes"])]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
