use hookwire::points::ToolCall;
use hookwire::test::Kit;
use hookwire::{Verdict, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.gate")]
    fn guard(&self, _call: &ToolCall) -> Verdict {
        Verdict::Allow
    }
}

async fn test() {
    let kit = Kit::of::<Audit>().config("audit", "{}").start().await;
}

fn main() {}
