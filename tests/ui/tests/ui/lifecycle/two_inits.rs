use hookwire::plugin;
use hookwire::points::ToolCall;

struct Audit;

#[plugin]
impl Audit {
    #[init]
    fn new() -> Self {
        Self
    }

    #[init]
    fn make() -> Self {
        Self
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
