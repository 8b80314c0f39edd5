use hookwire::points::{ToolCall, ToolReport, ToolWrap};
use hookwire::{Next, Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(ToolReport)]
    async fn check(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }
}

fn main() {}
