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
    let call = ToolCall::new("read", 1);
    let kit = Kit::of::<Audit>().start().await;
    let _ = kit.fire::<ToolCall>(&call).await;
}

fn main() {}
