use crate::config::RuleConfig;
use crate::error::BadPattern;
use hookwire::points::ToolCall;
use regex_lite::Regex;
use serde_json::{Map, Value};

/// A rule whose patterns are compiled.
#[derive(Debug)]
pub(crate) struct Rule {
    tool: Option<Regex>,
    args: Option<Regex>,
    reason: String,
}

impl Rule {
    /// Compiles a list of rules; `list` is its name in the configuration.
    pub(crate) fn compile(list: &'static str, rules: &[RuleConfig]) -> Result<Vec<Self>, BadPattern> {
        let compile = |(index, rule): (usize, &RuleConfig)| {
            let pattern = |text: String| {
                Regex::new(&text).map_err(|source| BadPattern {
                    list,
                    number: index + 1,
                    pattern: text,
                    source,
                })
            };
            Ok(Self {
                tool: rule.tool.as_ref().map(|tool| pattern(format!("^(?:{tool})$"))).transpose()?,
                args: rule.args.clone().map(pattern).transpose()?,
                reason: rule
                    .reason
                    .clone()
                    .unwrap_or_else(|| format!("the `{list}` rule {} says so", index + 1)),
            })
        };
        rules.iter().enumerate().map(compile).collect()
    }

    /// Returns the reason if the rule is about this call.
    pub(crate) fn applies(&self, call: &ToolCall) -> Option<&str> {
        let tool = self.tool.as_ref().is_none_or(|tool| tool.is_match(&call.tool));
        let args = self.args.as_ref().is_none_or(|args| found_in(args, &call.args));
        (tool && args).then_some(&self.reason)
    }
}

/// Fields that name a program, and fields that hold its arguments beside it.
const PROGRAM: [&str; 4] = ["command", "cmd", "program", "executable"];
const ARGUMENTS: [&str; 3] = ["args", "argv", "arguments"];

/// Looks at every text in the arguments, keys and command lines included.
fn found_in(pattern: &Regex, value: &Value) -> bool {
    match value {
        Value::String(text) => pattern.is_match(text),
        Value::Array(items) => {
            items.iter().any(|item| found_in(pattern, item))
                || joined(items).is_some_and(|line| pattern.is_match(&line))
        }
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| pattern.is_match(key) || found_in(pattern, value))
                || command_lines(fields).any(|line| pattern.is_match(&line))
        }
        _ => false,
    }
}

/// Joins a list's texts, if there are several: a program and its arguments are often given so.
fn joined(items: &[Value]) -> Option<String> {
    let texts: Vec<_> = items.iter().filter_map(Value::as_str).collect();
    (texts.len() > 1).then(|| texts.join(" "))
}

/// Returns the command lines of an object that names a program in one field and its arguments in another.
fn command_lines(fields: &Map<String, Value>) -> impl Iterator<Item = String> {
    let words = |name: &str| match fields.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        _ => None,
    };
    let programs = PROGRAM.into_iter().filter_map(words);
    programs.flat_map(move |program| {
        ARGUMENTS.into_iter().filter_map(words).map(move |arguments| format!("{program} {arguments}"))
    })
}
