use hookwire::plugin::ContributionInfo;
use serde_json::{Map, Value};
use std::fmt::Write;
use std::time::Duration;

/// Adds a contribution of any kind to a text.
pub(super) fn contribution(info: &ContributionInfo, text: &mut String) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "\n{} {}: {}", info.kind, info.title, one_line(info.description));
    for (name, value) in &info.details {
        match value {
            Value::Object(schema) if name == "schema" => properties("arguments", schema, text),
            value => {
                let _ = writeln!(text, "  {}", detail(name, value));
            }
        }
    }
}

/// Returns a detail as `name: value`; a number of milliseconds as a duration.
fn detail(name: &str, value: &Value) -> String {
    match (name.strip_suffix("_ms"), value) {
        (Some(name), Value::Number(millis)) if millis.is_u64() => {
            format!("{name}: {:?}", Duration::from_millis(millis.as_u64().unwrap_or_default()))
        }
        (_, Value::String(text)) => format!("{name}: {}", one_line(text)),
        (_, value) => format!("{name}: {value}"),
    }
}

/// Writes the properties that a JSON Schema describes, one a line.
pub(super) fn properties(name: &str, schema: &Map<String, Value>, text: &mut String) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object).filter(|it| !it.is_empty())
    else {
        return;
    };
    let _ = writeln!(text, "  {name}:");
    let required = schema.get("required").and_then(Value::as_array);
    for (name, property) in properties {
        let is_required = required.is_some_and(|names| names.iter().any(|it| it == name));
        let optional = if is_required { "" } else { ", optional" };
        let description = property["description"].as_str().unwrap_or_default();
        let line = format!("    {name} ({}{optional}): {}", type_of(property), one_line(description));
        let _ = writeln!(text, "{}", line.trim_end_matches([' ', ':']));
    }
}

fn type_of(property: &Value) -> String {
    match &property["type"] {
        Value::String(one) => one.clone(),
        Value::Array(several) => {
            let names = several.iter().filter_map(Value::as_str).filter(|name| *name != "null");
            names.collect::<Vec<_>>().join(" or ")
        }
        _ => "any".into(),
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
