use hookwire::points::ToolCall;
use hookwire::{Cx, Error, Result, plugin};
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
    async fn new(config: Config, cx: &Cx) -> Result<Self> {
        cx.info("made");
        std::future::ready(()).await;
        if config.limit == 0 { Err(Error::msg("the limit is 0")) } else { Ok(Self { limit: config.limit }) }
    }

    #[hook("tool.before")]
    fn check(&self, _call: &mut ToolCall) {
        let _ = self.limit;
    }

    #[start]
    async fn start(&self, _cx: &Cx) -> Result<()> {
        Ok(())
    }

    #[stop]
    async fn stop(&self) {}
}

pub(crate) fn main() {}
