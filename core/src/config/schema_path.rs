//! What a JSON Schema says about a path inside of it.

use serde_json::{Map, Value};
use std::ptr;

/// Returns the schemas of a path inside a schema: more than one where the schema lets choose.
pub fn schemas_at<'s>(root: &'s Value, path: &[String]) -> Vec<&'s Value> {
    path.iter().fold(choices(root, root), |schemas, key| step(root, &schemas, key))
}

/// Returns whether the value at a path may be printed: the schema knows the path, and marks no secret there.
pub fn is_public(root: &Value, path: &[String]) -> bool {
    let mut found = choices(root, root);
    for key in path {
        if found.iter().any(|schema| is_secret(schema)) {
            return false;
        }
        found = step(root, &found, key);
    }
    !found.is_empty() && !found.iter().any(|schema| contains_secret(root, schema, &mut Vec::new()))
}

/// Returns whether a schema has a property of this name at its root, be it in one of its choices.
pub(super) fn declares(root: &Value, name: &str) -> bool {
    choices(root, root).iter().any(|schema| schema["properties"].get(name).is_some())
}

/// Returns a value without what its schema does not know or marks as secret.
pub(super) fn public_part(root: &Value, value: &Value, path: &[String]) -> Option<Value> {
    if is_public(root, path) {
        return Some(value.clone());
    }
    let table = value.as_object()?;
    let part = |(key, value): (&String, &Value)| {
        let path: Vec<_> = path.iter().chain([key]).cloned().collect();
        public_part(root, value, &path).map(|value| (key.clone(), value))
    };
    Some(Value::Object(table.iter().filter_map(part).collect::<Map<_, _>>()))
}

/// Returns the schemas of a key or an item.
fn step<'s>(root: &'s Value, schemas: &[&'s Value], key: &str) -> Vec<&'s Value> {
    let next = schemas.iter().filter_map(|schema| {
        let item = key.parse::<usize>().is_ok().then(|| schema.get("items")).flatten();
        let known = schema["properties"].get(key).or(item);
        known.or_else(|| schema.get("additionalProperties").filter(|it| it.is_object()))
    });
    next.flat_map(|schema| choices(root, schema)).collect()
}

/// Returns a schema and all that it refers to or lets choose between.
fn choices<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    let mut found = vec![schema];
    let mut at = 0;
    while let Some(schema) = found.get(at).copied() {
        let lists = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array());
        let next: Vec<_> = lists.flatten().chain(target(root, schema)).collect();
        for schema in next {
            if !found.iter().any(|known| ptr::eq(*known, schema)) {
                found.push(schema);
            }
        }
        at += 1;
    }
    found
}

/// Returns the schema that a `$ref` points to.
fn target<'s>(root: &'s Value, schema: &Value) -> Option<&'s Value> {
    root.pointer(schema["$ref"].as_str()?.strip_prefix('#')?)
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
        && !seen.iter().any(|known| ptr::eq(*known, target))
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
