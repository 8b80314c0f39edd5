use hookwire::points::ToolCall;
use hookwire::plugin;

struct Audit;

#[plugin]
impl Audit {
    #[init]
    fn new(_name: String) -> Self {
        Self
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
