use hookwire::points::{ToolCall, ToolReport, ToolWrap};
use hookwire::{Next, Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.wrap")]
    async fn time(&self, call: &ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call.clone()).await
    }
}

fn main() {}
