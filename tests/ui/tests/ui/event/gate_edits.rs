use hookwire::points::ToolCall;
use hookwire::{Verdict, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.gate")]
    fn check(&self, call: &mut ToolCall) -> Verdict {
        call.tool.clear();
        Verdict::Allow
    }
}

fn main() {}
