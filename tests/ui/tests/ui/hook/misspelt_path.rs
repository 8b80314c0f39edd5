use hookwire::plugin;
use hookwire::points::{self, ToolCall};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(points::ToolBefor)]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
