use hookwire::points::ToolCall;
use hookwire::plugin;

struct Audit;

#[plugin]
impl Audit {
    #[init]
    fn new() -> u32 {
        1
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
