use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: Box<ToolCall>) {}
}

fn main() {}
