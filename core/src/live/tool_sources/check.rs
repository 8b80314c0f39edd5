use crate::plugin::{SourceTool, ToolSourceDecl};
use crate::points::ToolSpec;
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// The most letters of a tool's name that models take.
const LONGEST_NAME: usize = 64;

/// The most levels of JSON that a schema has: whoever checks arguments against it goes down all of them on one stack.
const DEEPEST: usize = 128;

/// A tool of a source, as it is offered.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SourcedTool {
    /// The description for the model; the name has that of the source before it.
    pub spec: ToolSpec,
    /// The id of the plugin that brings the source.
    pub plugin: &'static str,
    /// How long a call may take, if the tool says so.
    pub timeout: Option<Duration>,
}

/// A tool of a source that cannot be offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOutTool {
    /// The name in the source.
    pub tool: String,
    /// The reason.
    pub why: String,
}

/// A list after its check: what can be offered, by name, and what cannot.
#[derive(Debug, Default)]
pub(super) struct CheckedList {
    pub(super) tools: Vec<SourcedTool>,
    pub(super) left_out: Vec<LeftOutTool>,
}

impl CheckedList {
    /// Checks what a source has listed; of two tools with one name, the first stays.
    pub(super) fn of(source: &ToolSourceDecl, plugin: &'static str, listed: Vec<SourceTool>) -> Self {
        let mut checked = Self::default();
        for SourceTool { name, description, schema, timeout } in listed {
            let spec = ToolSpec::new(source.tool_name(&name), description, schema);
            let repeats = checked.tools.iter().any(|tool| tool.spec.name == spec.name);
            match refusal(&name, &spec, repeats) {
                None => checked.tools.push(SourcedTool { spec, plugin, timeout }),
                Some(why) => checked.left_out.push(LeftOutTool { tool: name, why }),
            }
        }
        checked.tools.sort_by(|a, b| a.spec.name.cmp(&b.spec.name));
        checked
    }
}

/// Returns why a tool cannot be offered.
fn refusal(name: &str, spec: &ToolSpec, repeats: bool) -> Option<String> {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(letter) {
        return Some("its name is none: models take letters, digits, `_` and `-`".into());
    }
    if spec.name.len() > LONGEST_NAME {
        return Some(format!("`{}` is longer than the {LONGEST_NAME} letters that models take", spec.name));
    }
    if repeats {
        return Some("the source lists its name twice; the first one stays".into());
    }
    if spec.schema.get("type").and_then(Value::as_str) != Some("object") {
        return Some(
            "the schema of its arguments is none of an object: it needs `\"type\": \"object\"`".into(),
        );
    }
    if is_too_deep(&spec.schema) {
        return Some(format!("the schema of its arguments is nested more than {DEEPEST} levels deep"));
    }
    compiles(&spec.schema).err()
}

/// Returns whether a value has too many levels, without going down them on the stack.
fn is_too_deep(value: &Value) -> bool {
    let mut open = vec![(value, 1)];
    while let Some((value, level)) = open.pop() {
        if level > DEEPEST {
            return true;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, level + 1))),
            Value::Object(fields) => open.extend(fields.values().map(|field| (field, level + 1))),
            _ => {}
        }
    }
    false
}

#[cfg(feature = "schema")]
fn compiles(schema: &Value) -> Result<(), String> {
    let made = jsonschema::validator_for(schema);
    made.map(drop).map_err(|error| format!("the schema of its arguments is none: {error}"))
}

/// Without the feature nobody checks arguments, so that any schema will do.
#[cfg(not(feature = "schema"))]
#[allow(clippy::unnecessary_wraps, reason = "it is the other one that can fail")]
fn compiles(_: &Value) -> Result<(), String> {
    Ok(())
}
