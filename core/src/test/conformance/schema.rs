use crate::plugin::ToolDecl;
use crate::points::ToolSpec;
use serde_json::Value;

/// Returns what providers of models would not take of a tool.
pub(super) fn examine(tool: &ToolDecl) -> Vec<String> {
    match tool.schema().map(Value::from) {
        Err(error) => vec![error.to_string()],
        Ok(schema) => examine_spec(&ToolSpec::new(tool.name, tool.description, schema)),
    }
}

/// Returns what providers of models would not take of a tool, declared or of a source.
pub(super) fn examine_spec(tool: &ToolSpec) -> Vec<String> {
    let mut findings = Vec::new();
    if tool.description.trim().is_empty() || tool.description.len() > 1024 {
        findings.push(format!("the description of `{}` has no letters, or more than 1024", tool.name));
    }
    findings.extend(refused(&tool.name, &tool.schema));
    findings
}

fn refused(tool: &str, schema: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let top = ["oneOf", "anyOf", "allOf", "not", "enum"];
    if schema["type"] != "object" || top.iter().any(|keyword| schema.get(keyword).is_some()) {
        findings.push(format!("the schema of `{tool}` is no plain object, which some providers refuse"));
    }
    properties(schema, &mut |name| {
        if !is_taken(name) {
            findings.push(format!(
                "the argument `{name}` of `{tool}` has a name that some providers refuse: 1 to 64 letters, digits, \
                 `_`, `-` and `.`"
            ));
        }
    });
    findings
}

/// Visits the names of all properties, at any depth.
fn properties(schema: &Value, visit: &mut impl FnMut(&str)) {
    match schema {
        Value::Object(object) => {
            for (keyword, value) in object {
                if let (true, Value::Object(named)) = (keyword == "properties", value) {
                    named.keys().for_each(|name| visit(name));
                    named.values().for_each(|schema| properties(schema, visit));
                } else {
                    properties(value, visit);
                }
            }
        }
        Value::Array(schemas) => schemas.iter().for_each(|schema| properties(schema, visit)),
        _ => {}
    }
}

fn is_taken(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    (1..=64).contains(&name.len()) && name.chars().all(is_plain)
}
