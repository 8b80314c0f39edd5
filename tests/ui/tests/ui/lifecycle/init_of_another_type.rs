use hookwire::plugin;
use hookwire::points::ToolCall;

struct Audit;

#[plugin]
impl Audit {
    #[init]
    fn new() -> Option<Self> {
        Some(Self)
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
