use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin(id = "audit", after = ["other", "audit"])]
impl Audit {
    #[hook("tool.before")]
    fn look(&self, _: &mut ToolCall) {}
}

fn main() {}
