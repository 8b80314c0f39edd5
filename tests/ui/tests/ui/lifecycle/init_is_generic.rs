use hookwire::points::ToolCall;
use hookwire::plugin;

struct Audit;

#[plugin]
impl Audit {
    #[init]
    fn new<C>(_config: C) -> Self {
        Self
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
