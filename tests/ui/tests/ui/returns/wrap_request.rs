use hookwire::points::{ToolCall, ToolWrap};
use hookwire::{Next, Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.wrap")]
    async fn time(&self, call: ToolCall, _next: Next<'_, ToolWrap>) -> Result<ToolCall> {
        Ok(call)
    }
}

fn main() {}
