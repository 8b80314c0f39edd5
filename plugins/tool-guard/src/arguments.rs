use regex_lite::Regex;
use serde_json::{Map, Value};

/// The fields that may name a program.
const PROGRAM_FIELDS: [&str; 4] = ["command", "cmd", "program", "executable"];
/// The fields that may hold the program's arguments.
const ARGUMENT_FIELDS: [&str; 3] = ["args", "argv", "arguments"];

/// Returns whether a pattern matches a text of the arguments, at any depth: a value, a key, or a command line that is
/// given in parts.
pub(crate) fn matches(pattern: &Regex, value: &Value) -> bool {
    match value {
        Value::String(text) => pattern.is_match(text),
        Value::Array(items) => {
            items.iter().any(|item| matches(pattern, item))
                || (items.len() > 1 && pattern.is_match(&joined(items)))
        }
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| pattern.is_match(key) || matches(pattern, value))
                || command_lines(fields).any(|line| pattern.is_match(&line))
        }
        _ => false,
    }
}

/// Joins the texts of a list by spaces: a command line is often a list of words.
fn joined(items: &[Value]) -> String {
    items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

/// Returns the command lines of an object that has a program in one field and its arguments in another.
fn command_lines(fields: &Map<String, Value>) -> impl Iterator<Item = String> {
    let words = |name: &str| match fields.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => Some(joined(items)),
        _ => None,
    };
    PROGRAM_FIELDS.into_iter().filter_map(words).flat_map(move |program| {
        ARGUMENT_FIELDS.into_iter().filter_map(words).map(move |arguments| format!("{program} {arguments}"))
    })
}
