use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    fn check<'a>(&self, _call: &'a mut ToolCall) {}
}

fn main() {}
