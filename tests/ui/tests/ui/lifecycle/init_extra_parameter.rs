use hookwire::points::ToolCall;
use hookwire::{Cx, plugin};
use schemars::JsonSchema;
use serde::Deserialize;

struct Audit;

#[derive(Deserialize, JsonSchema)]
struct Config {}

#[plugin]
impl Audit {
    #[init]
    fn new(_config: Config, _count: u32, _cx: &Cx) -> Self {
        Self
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
