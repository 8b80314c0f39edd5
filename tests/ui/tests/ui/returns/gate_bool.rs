use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.gate")]
    fn check(&self, call: &ToolCall) -> bool {
        call.tool == "shell"
    }
}

fn main() {}
