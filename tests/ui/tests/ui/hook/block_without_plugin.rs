use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

impl Audit {
    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
