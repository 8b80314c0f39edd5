use hookwire::plugin;
use hookwire::points::ToolCall;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.before")]
    async fn check(&self, call: &mut ToolCall) -> Option<ToolCall> {
        Some(call.clone())
    }
}

fn main() {}
