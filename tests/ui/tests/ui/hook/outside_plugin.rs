use hookwire::hook;
use hookwire::points::ToolCall;

struct Audit;

impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {
    Audit.check(&mut ToolCall::default());
}
