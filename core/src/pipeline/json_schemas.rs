use super::checks::SchemaCheck;
use crate::lock::lock;
use crate::points::{ToolCall, ToolSpec};
use hookwire_text::suggest;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// The check of arguments against the JSON Schemas of tools, each compiled once.
#[derive(Debug, Default)]
pub struct JsonSchemas(Mutex<HashMap<String, (Value, Arc<Validator>)>>);

impl JsonSchemas {
    /// Returns what of a call's arguments does not fit its tool.
    pub fn problems(&self, call: &ToolCall, spec: &ToolSpec) -> Result<(), String> {
        if let Value::String(text) = &call.args {
            return Err(format!("they are no JSON: {text}"));
        }
        fit(&*self.validator(spec)?, &spec.schema, &call.args)
    }

    /// Returns the compiled schema of a tool; a tool may change its schema between turns.
    fn validator(&self, spec: &ToolSpec) -> Result<Arc<Validator>, String> {
        if let Some((schema, validator)) = lock(&self.0).get(&spec.name)
            && *schema == spec.schema
        {
            return Ok(Arc::clone(validator));
        }
        let made = jsonschema::validator_for(&spec.schema)
            .map_err(|error| format!("the schema of `{}` is none: {error}", spec.name))?;
        let made = Arc::new(made);
        lock(&self.0).insert(spec.name.clone(), (spec.schema.clone(), Arc::clone(&made)));
        Ok(made)
    }
}

impl SchemaCheck for JsonSchemas {
    fn check(&self, call: &ToolCall, spec: &ToolSpec) -> Result<(), String> {
        if let Value::String(text) = &call.args {
            return Err(format!("the arguments of `{}` are no JSON: {text}", call.tool));
        }
        let wrong = |why| format!("the arguments of `{}` do not fit: {why}", call.tool);
        self.problems(call, spec).map_err(wrong)
    }
}

/// Returns what of arguments does not fit their schema, which is compiled for this once.
pub(crate) fn check_arguments(schema: &Value, args: &Value) -> Result<(), String> {
    let made = jsonschema::validator_for(schema);
    fit(&made.map_err(|error| format!("the schema of the arguments is none: {error}"))?, schema, args)
}

fn fit(validator: &Validator, schema: &Value, args: &Value) -> Result<(), String> {
    let wrong: Vec<_> = validator.iter_errors(args).map(|error| sentence(&error, schema)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// Returns what does not fit, and where.
fn sentence(error: &ValidationError<'_>, schema: &Value) -> String {
    let place = place(error.instance_path().as_str());
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let dot = if place.is_empty() { "" } else { "." };
            format!("`{place}{dot}{name}` is missing")
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = parent(schema, error).and_then(|object| object.get("properties")?.as_object());
            let known: Vec<_> =
                known.into_iter().flat_map(|fields| fields.keys().map(String::as_str)).collect();
            let one = |name: &String| suggest::unknown("argument", name, known.iter().copied());
            let inside = if place.is_empty() { String::new() } else { format!(" in `{place}`") };
            format!("{}{inside}", unexpected.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        ValidationErrorKind::FalseSchema if place.is_empty() => "it takes no arguments".into(),
        ValidationErrorKind::FalseSchema => format!("there is no argument `{place}`"),
        ValidationErrorKind::Type { .. } if place.is_empty() => {
            "they must be a JSON object, each argument under its name".into()
        }
        _ => {
            let what = names_of(schema, error).unwrap_or_else(|| error.to_string());
            if place.is_empty() { what } else { format!("`{place}`: {what}") }
        }
    }
}

/// Returns the sentence about a value that is none of the names that there are.
fn names_of(schema: &Value, error: &ValidationError<'_>) -> Option<String> {
    let alternatives = schema.pointer(error.schema_path().as_str())?.as_array()?;
    let names = alternatives.iter().map(name).collect::<Option<Vec<_>>>()?;
    let names: Vec<_> = names.into_iter().map(ToString::to_string).collect();
    (names.len() > 1).then(|| format!("{} is none of {}", error.instance(), names.join(", ")))
}

/// Returns the one value that an alternative allows: that of an enum's variant with a doc comment.
fn name(alternative: &Value) -> Option<&Value> {
    alternative.get("const").or_else(|| match alternative.get("enum")?.as_array()?.as_slice() {
        [only] => Some(only),
        _ => None,
    })
}

/// Returns the schema whose keyword an error is about.
fn parent<'s>(schema: &'s Value, error: &ValidationError<'_>) -> Option<&'s Value> {
    let (parent, _) = error.schema_path().as_str().rsplit_once('/')?;
    schema.pointer(parent)
}

/// Writes a JSON pointer as people write a place: `guests[1].name`.
fn place(pointer: &str) -> String {
    let mut text = String::new();
    for key in pointer.split('/').skip(1) {
        if key.chars().all(|c| c.is_ascii_digit()) {
            text.push('[');
            text.push_str(key);
            text.push(']');
            continue;
        }
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(&key.replace("~1", "/").replace("~0", "~"));
    }
    text
}
