use hookwire::plugin;
use hookwire::points::ToolCall;
use schemars::JsonSchema;
use serde::Deserialize;

struct Audit {
    limit: u32,
}

#[derive(Deserialize, JsonSchema)]
struct Config {
    #[serde(default)]
    limit: u32,
}

#[plugin]
impl Audit {
    #[init]
    fn new(config: Config) -> Self {
        Self { limit: config.limit }
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {
        let _ = self.limit;
    }

    #[stop]
    fn stop(&self) {}
}

pub(crate) fn main() {}
