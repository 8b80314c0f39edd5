use crate::after::AfterRule;
use crate::before::BeforeRule;
use crate::config::Config;
use hookwire::points::{ToolCall, ToolReport};
use hookwire::{Cx, Result, plugin};

/// The plugin `tool-rewrite`.
#[derive(Debug)]
pub struct ToolRewrite {
    before: Vec<BeforeRule>,
    after: Vec<AfterRule>,
}

/// Rewrites the arguments of tool calls and the results of tools, by rules.
#[plugin(id = "tool-rewrite", name = "Tool rewrite")]
impl ToolRewrite {
    #[init]
    fn new(config: Config) -> Result<Self> {
        Ok(Self { before: BeforeRule::compile(config.before)?, after: AfterRule::compile(config.after)? })
    }

    #[hook("tool.before")]
    fn rewrite_arguments(&self, call: &mut ToolCall, cx: &Cx) -> Result<()> {
        for (rule, number) in self.before.iter().zip(1..) {
            if rule.matches(call, cx.identity()) {
                rule.apply(&mut call.args)?;
                cx.info(format!("`before` rule {number} was applied to a call of `{}`", call.tool));
            }
        }
        Ok(())
    }

    #[hook("tool.after")]
    fn rewrite_result(&self, report: &mut ToolReport, cx: &Cx) {
        for (rule, number) in self.after.iter().zip(1..) {
            if rule.matches(report, cx.identity()) {
                rule.apply(&mut report.text);
                cx.info(format!("`after` rule {number} was applied to a result of `{}`", report.call.tool));
            }
        }
    }
}
