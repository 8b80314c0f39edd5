use hookwire::plugin;
use hookwire::points::{ToolBefore, ToolReport};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(ToolBefore)]
    fn check(&self, _report: &mut ToolReport) {}
}

fn main() {}
