use hookwire::points::ToolCall;
use hookwire::{Verdict, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.gate")]
    #[hook("message.received")]
    fn check(&self, _call: &ToolCall) -> Verdict {
        Verdict::Allow
    }
}

fn main() {}
