use crate::acts::{Around, act};
use crate::config::Config;
use crate::places::Place;
use crate::trigger::told;
use hookwire::points::ToolCall;
use hookwire::{Cx, Result, Verdict, plugin};

/// The plugin `misbehave-gate`: a gate, without which no host starts, apart from what may be missing.
#[derive(Debug)]
pub struct MisbehaveGate(Around);

#[plugin(id = "misbehave-gate")]
impl MisbehaveGate {
    #[init]
    fn new(config: Config) -> Self {
        Self(Around::new(config, "misbehave"))
    }

    #[hook("tool.gate", timeout = "1s")]
    async fn judge(&self, call: &ToolCall, cx: &Cx) -> Result<Verdict> {
        let text = call.args["how"].as_str().unwrap_or_default();
        if let Some(how) = told(text, Place::Gate) {
            act(how, &self.0, cx).await?;
        }
        Ok(Verdict::Allow)
    }
}
