use hookwire::points::{ToolBefore, ToolCall, ToolReport};
use hookwire::{Next, Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(ToolBefore)]
    async fn time(&self, call: ToolCall, _next: Next<'_, ToolBefore>) -> Result<ToolReport> {
        Ok(ToolReport::new(call, ""))
    }
}

fn main() {}
