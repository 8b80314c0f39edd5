use hookwire::points::{ToolBefore, ToolCall};
use hookwire::{Next, Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(ToolBefore)]
    async fn time(&self, _call: ToolCall, _next: Next<'_, ToolBefore>) -> Result<()> {
        Ok(())
    }
}

fn main() {}
