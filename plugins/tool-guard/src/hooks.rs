use crate::config::Config;
use crate::rule::Rule;
use hookwire::points::ToolCall;
use hookwire::{Result, Verdict, plugin};

/// The plugin `tool-guard`.
#[derive(Debug)]
pub struct ToolGuard {
    deny: Vec<Rule>,
    ask: Vec<Rule>,
}

/// Denies tool calls that match a pattern, or asks a human about them.
#[plugin(id = "tool-guard", name = "Tool guard")]
impl ToolGuard {
    #[init]
    fn new(config: Config) -> Result<Self> {
        Ok(Self { deny: Rule::compile("deny", &config.deny)?, ask: Rule::compile("ask", &config.ask)? })
    }

    #[hook("tool.gate", timeout = "2s")]
    fn guard(&self, call: &ToolCall) -> Verdict {
        let reason = |rules: &[Rule]| rules.iter().find(|rule| rule.matches(call)).map(Rule::reason);
        if let Some(reason) = reason(&self.deny) {
            Verdict::Deny(reason)
        } else if let Some(reason) = reason(&self.ask) {
            Verdict::Ask(reason)
        } else {
            Verdict::Allow
        }
    }
}
