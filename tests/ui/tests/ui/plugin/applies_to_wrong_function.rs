use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

fn leads(agent: &str) -> bool {
    agent == "lead"
}

#[plugin(applies_to = leads)]
impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
