use hookwire::points::{ToolReport, ToolWrap};
use hookwire::{Next, Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.wrap")]
    async fn time(&self, report: ToolReport, _next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        Ok(report)
    }
}

fn main() {}
