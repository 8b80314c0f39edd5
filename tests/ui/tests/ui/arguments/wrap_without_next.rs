use hookwire::points::{ToolCall, ToolReport};
use hookwire::{Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.wrap")]
    async fn time(&self, call: ToolCall) -> Result<ToolReport> {
        Ok(ToolReport::new(call, ""))
    }
}

fn main() {}
