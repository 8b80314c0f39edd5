use hookwire::points::{ModelWrap, ToolCall, ToolReport};
use hookwire::{Next, Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.wrap")]
    async fn time(&self, call: ToolCall, _next: Next<'_, ModelWrap>) -> Result<ToolReport> {
        Ok(ToolReport::new(call, ""))
    }
}

fn main() {}
