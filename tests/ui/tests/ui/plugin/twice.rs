use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check_again(&self, _call: &mut ToolCall) {}
}

fn main() {}
