use hookwire::points::ToolCall;
use hookwire::{Verdict, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.gate")]
    fn check(&self, _call: &ToolCall) -> impl Into<Verdict> {
        Verdict::Allow
    }
}

fn main() {}
