use hookwire::points::{ToolCall, ToolWrap};
use hookwire::{Next, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.wrap")]
    async fn time(&self, call: ToolCall, next: Next<'_, ToolWrap>) {
        let _ = next.run(call).await;
    }
}

fn main() {}
