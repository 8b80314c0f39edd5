use hookwire::plugin;
use hookwire::points::ToolCall;

struct Audit;

#[plugin]
impl Audit {
    #[init(first)]
    fn new() -> Self {
        Self
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
