use hookwire::plugin;
use hookwire::points::ToolReport;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    async fn check(&self, _report: &mut ToolReport) {}
}

fn main() {}
