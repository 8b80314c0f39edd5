use hookwire::points::ToolCall;
use hookwire::test::{Inject, Kit};
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
    let kit = Kit::of::<Audit>().inject("tool.gate", Inject::Panic).start().await;
}

fn main() {}
