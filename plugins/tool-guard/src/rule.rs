use crate::arguments;
use crate::config::RuleConfig;
use crate::error::PatternError;
use hookwire::points::ToolCall;
use regex_lite::Regex;

/// A rule with compiled patterns.
#[derive(Debug)]
pub(crate) struct Rule {
    tool: Option<Regex>,
    args: Option<Regex>,
    reason: String,
}

impl Rule {
    /// Compiles a list of rules; `list` is its name in the configuration.
    pub(crate) fn compile(list: &'static str, rules: &[RuleConfig]) -> Result<Vec<Self>, PatternError> {
        let compile = |(index, rule): (usize, &RuleConfig)| Self::compile_one(list, index + 1, rule);
        rules.iter().enumerate().map(compile).collect()
    }

    fn compile_one(list: &'static str, number: usize, rule: &RuleConfig) -> Result<Self, PatternError> {
        let regex = |pattern: &String| {
            let error = |source| PatternError { list, number, pattern: pattern.clone(), source };
            Regex::new(pattern).map_err(error)
        };
        let whole = |pattern: &String| {
            // On its own first, as `a)|(b` would be valid inside the group and no longer anchored.
            regex(pattern)?;
            regex(&format!("^(?:{pattern})$"))
        };
        Ok(Self {
            tool: rule.tool.as_ref().map(whole).transpose()?,
            args: rule.args.as_ref().map(regex).transpose()?,
            reason: rule.reason.clone().unwrap_or_else(|| format!("the `{list}` rule {number} says so")),
        })
    }

    /// Returns whether the rule is about a call.
    pub(crate) fn matches(&self, call: &ToolCall) -> bool {
        let tool = self.tool.as_ref().is_none_or(|tool| tool.is_match(&call.tool));
        tool && self.args.as_ref().is_none_or(|args| arguments::matches(args, &call.args))
    }

    /// Returns the reason that is shown to the model and the user.
    pub(crate) fn reason(&self) -> String {
        self.reason.clone()
    }
}
