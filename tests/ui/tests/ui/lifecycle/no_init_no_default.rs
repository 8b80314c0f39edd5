use hookwire::plugin;
use hookwire::points::ToolCall;

struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
