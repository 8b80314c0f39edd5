use hookwire::points::ToolCall;
use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin(capabilities = ["net"])]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
