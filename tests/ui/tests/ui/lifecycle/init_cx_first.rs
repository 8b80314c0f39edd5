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
    fn new(_cx: &Cx, _config: Config) -> Self {
        Self
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {}
}

fn main() {}
