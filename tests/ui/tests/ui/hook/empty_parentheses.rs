use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook()]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
