//! Which settings may be printed: those that a schema knows and in which it marks no secret.

use super::schema_index::{SchemaIndex, choices, step, target};
use serde_json::Value;

/// Returns whether the value at a path may be printed.
pub(super) fn is_public(schemas: &SchemaIndex, path: &[String]) -> bool {
    let Some((root, keys)) = schemas.find(path) else { return false };
    let mut found = choices(&root, &root);
    for key in keys {
        if found.iter().any(|schema| is_secret(schema)) {
            return false;
        }
        found = step(&root, &found, key);
    }
    !found.is_empty() && !found.iter().any(|schema| contains_secret(&root, schema, &mut Vec::new()))
}

fn is_secret(schema: &Value) -> bool {
    schema["writeOnly"] == true
}

/// Returns whether a schema or anything inside it is a secret.
fn contains_secret<'s>(root: &'s Value, schema: &'s Value, seen: &mut Vec<&'s Value>) -> bool {
    if is_secret(schema) {
        return true;
    }
    if let Some(target) = target(root, schema)
        && !seen.iter().any(|known| std::ptr::eq(*known, target))
    {
        seen.push(target);
        if contains_secret(root, target, seen) {
            return true;
        }
    }
    match schema {
        Value::Object(fields) => {
            fields.iter().any(|(key, inner)| key != "default" && contains_secret(root, inner, seen))
        }
        Value::Array(items) => items.iter().any(|inner| contains_secret(root, inner, seen)),
        _ => false,
    }
}
