use hookwire::points::ToolCall;
use hookwire::{Result, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("tool.gate")]
    async fn check(&self, call: &ToolCall) -> Result<bool> {
        Ok(call.tool == "shell")
    }
}

fn main() {}
