use hookwire::points::ToolCall;
use hookwire::{Verdict, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(tool::gaet)]
    fn check(&self, _call: &ToolCall) -> Verdict {
        Verdict::Allow
    }
}

fn main() {}
