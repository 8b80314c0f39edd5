use hookwire::plugin;
use hookwire::points::ToolReport;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("message.received")]
    fn check(&self, _report: &ToolReport) {}
}

fn main() {}
