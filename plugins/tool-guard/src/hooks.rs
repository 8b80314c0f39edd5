use crate::Config;
use crate::rule::Rule;
use hookwire::points::ToolCall;
use hookwire::{Result, Verdict, plugin};

/// Keeps the rules.
#[derive(Debug)]
pub struct ToolGuard {
    deny: Vec<Rule>,
    ask: Vec<Rule>,
}

/// Denies tool calls by pattern, or has a human asked.
#[plugin(id = "tool-guard", name = "Tool guard")]
impl ToolGuard {
    #[init]
    fn new(config: Config) -> Result<Self> {
        Ok(Self { deny: Rule::compile("deny", &config.deny)?, ask: Rule::compile("ask", &config.ask)? })
    }

    #[hook("tool.gate", timeout = "2s")]
    fn guard(&self, call: &ToolCall) -> Verdict {
        let find = |rules: &[Rule]| rules.iter().find_map(|rule| rule.applies(call).map(str::to_owned));
        if let Some(reason) = find(&self.deny) {
            Verdict::Deny(reason)
        } else if let Some(reason) = find(&self.ask) {
            Verdict::Ask(reason)
        } else {
            Verdict::Allow
        }
    }
}
