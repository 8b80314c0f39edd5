use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Looks at a call.
    #[hook("tool.before")]
    #[tool]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
