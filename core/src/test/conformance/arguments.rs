//! Arguments for a tool: those that its schema allows, and those that models have given all the same.

use super::sample::ODD;
use serde_json::{Map, Value, json};

/// How far down a schema is followed: one that holds itself would have no end.
const DEPTH: usize = 5;

/// How many values of one schema are tried.
const MOST: usize = 12;

/// How often the values of fields meet each other anew.
const ROUNDS: usize = 3;

/// Returns arguments that a schema allows: each of its fields takes the values that it may, side by side.
pub(super) fn allowed(schema: &Value) -> Vec<Value> {
    values(schema, schema, 0).into_iter().filter(|value| jsonschema::is_valid(schema, value)).collect()
}

/// Returns arguments that no schema allows, or few: nothing, wrong types, and one value for all fields.
pub(super) fn refused(schema: &Value) -> Vec<Value> {
    let fields: Vec<_> = schema["properties"].as_object().into_iter().flat_map(Map::keys).collect();
    let each = |value: Value| -> Value {
        fields.iter().map(|name| ((*name).clone(), value.clone())).collect::<Map<_, _>>().into()
    };
    let mut all = vec![json!({}), json!([]), json!(null), json!({ "there is no such argument": 1 })];
    all.extend(scalars().into_iter().chain([json!([]), json!({})]).map(each));
    all
}

/// Writes arguments as people write those of a command: each by its name.
pub(super) fn line(args: &Value) -> String {
    let one = |(name, value): (&String, &Value)| -> Vec<String> {
        let texts = match value {
            Value::Null => Vec::new(),
            Value::Array(items) => items.iter().map(plain).collect(),
            value => vec![plain(value)],
        };
        let quoted = |text: String| text.replace('\\', "\\\\").replace('"', "\\\"");
        texts.into_iter().map(|text| format!("--{name}=\"{}\"", quoted(text))).collect()
    };
    args.as_object().into_iter().flatten().flat_map(one).collect::<Vec<_>>().join(" ")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn scalars() -> Vec<Value> {
    let long = "x\u{e4}".repeat(50_000);
    vec![
        json!("a"),
        json!(1),
        json!(ODD),
        json!(""),
        json!(long),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.5),
        json!(true),
        json!(false),
        json!(null),
    ]
}

/// Returns values of a part of a schema.
fn values(part: &Value, whole: &Value, depth: usize) -> Vec<Value> {
    let deeper = |part: &Value| values(part, whole, depth + 1);
    if depth > DEPTH {
        return Vec::new();
    }
    if let Some(target) = part["$ref"].as_str().and_then(|target| whole.pointer(target.strip_prefix('#')?)) {
        return deeper(target);
    }
    if let Some(value) = part.get("const") {
        return vec![value.clone()];
    }
    if let Some(options) = part["enum"].as_array() {
        return options.clone();
    }
    for several in ["anyOf", "oneOf", "allOf"] {
        if let Some(parts) = part[several].as_array() {
            return parts.iter().flat_map(deeper).take(MOST * 2).collect();
        }
    }
    let is = |kind: &str| {
        part["type"] == kind || part["type"].as_array().is_some_and(|all| all.contains(&json!(kind)))
    };
    if is("object") {
        return objects(part, deeper);
    }
    if is("array") {
        let items = deeper(&part["items"]);
        let each = items.iter().take(MOST).map(|item| json!([item]));
        return [json!([]), json!(items)].into_iter().chain(each).collect();
    }
    let mut part = part.clone();
    if let (Some(part), Some(definitions)) = (part.as_object_mut(), whole.get("$defs")) {
        part.insert("$defs".into(), definitions.clone());
    }
    scalars().into_iter().filter(|value| jsonschema::is_valid(&part, value)).collect()
}

/// Returns tables: the values of all fields side by side, and in each further round moved against each other.
fn objects(part: &Value, deeper: impl Fn(&Value) -> Vec<Value>) -> Vec<Value> {
    let fields = part["properties"].as_object().into_iter().flatten();
    let fields: Vec<_> = fields.map(|(name, field)| (name, deeper(field))).collect();
    let most = fields.iter().map(|(_, values)| values.len()).max().unwrap_or(1).clamp(1, MOST);
    let at = |index: usize, round: usize| -> Value {
        let given = fields.iter().enumerate().filter(|(_, (_, values))| !values.is_empty());
        let one = given.map(|(place, (name, values))| {
            ((*name).clone(), values[(index + place * round) % values.len()].clone())
        });
        one.collect::<Map<_, _>>().into()
    };
    let required = part["required"].as_array().cloned().unwrap_or_default();
    let mut least = at(0, 0);
    if let Some(least) = least.as_object_mut() {
        least.retain(|name, _| required.contains(&json!(name)));
    }
    let rounds = (0..ROUNDS).flat_map(|round| (0..most).map(move |index| (index, round)));
    rounds.map(|(index, round)| at(index, round)).chain([least]).collect()
}
