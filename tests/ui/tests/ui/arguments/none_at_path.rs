use hookwire::plugin;
use hookwire::points::ToolBefore;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook(ToolBefore)]
    fn check(&self) {}
}

fn main() {}
