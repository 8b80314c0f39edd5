use super::problem::Problem;
use hookwire_text::suggest;
use schemars::Schema;
use serde_json::{Map, Value};

/// Returns a problem for each key that the schema does not know, where it lists all keys.
pub(super) fn unknown_keys(value: &Value, schema: &Schema) -> Vec<Problem> {
    let root = schema.as_value();
    let mut found = Vec::new();
    Walk { root, found: &mut found }.visit(value, root, &[]);
    // Maps may be in any order: some crates of a binary have serde_json keep that of the source.
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

struct Walk<'a> {
    root: &'a Value,
    found: &'a mut Vec<Problem>,
}

impl Walk<'_> {
    fn visit(&mut self, value: &Value, schema: &Value, path: &[String]) {
        let schema = self.resolve(schema);
        match value {
            Value::Object(object) => self.object(object, schema, path),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(item, &schema["items"], &child(path, &index.to_string()));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, schema: &Value, path: &[String]) {
        // A struct without fields has no `properties`; a place where anything may stand has no `type` either.
        let none = Map::new();
        let known = match schema["properties"].as_object() {
            Some(known) => known,
            None if schema["type"] == "object" => &none,
            None => return,
        };
        for (key, value) in object {
            let here = child(path, key);
            match known.get(key) {
                Some(schema) => self.visit(value, schema, &here),
                None if is_closed(schema) => {
                    self.found.push(Problem { message: complaint(key, known), path: here });
                }
                None => self.visit(value, &schema["additionalProperties"], &here),
            }
        }
    }

    /// Follows `$ref`, and looks through `anyOf` with one real choice: that is how an `Option` is written.
    fn resolve<'s>(&self, schema: &'s Value) -> &'s Value
    where
        Self: 's,
    {
        let mut schema = schema;
        for _ in 0..8 {
            if let Some(pointer) = schema["$ref"].as_str().and_then(|r| r.strip_prefix('#')) {
                let Some(target) = self.root.pointer(pointer) else { break };
                // The root outlives the walk, as every schema in it does.
                schema = target;
            } else if let Some([only, null]) = schema["anyOf"].as_array().map(Vec::as_slice)
                && null["type"] == "null"
            {
                schema = only;
            } else {
                break;
            }
        }
        schema
    }
}

/// Composed schemas and maps may take keys that `properties` does not list.
fn is_closed(schema: &Value) -> bool {
    let open = ["allOf", "anyOf", "oneOf", "patternProperties"];
    let additional = &schema["additionalProperties"];
    (additional.is_null() || additional == false) && open.iter().all(|key| schema[*key].is_null())
}

fn complaint(key: &str, known: &Map<String, Value>) -> String {
    let mut names: Vec<_> = known.keys().map(String::as_str).collect();
    names.sort_unstable();
    if names.is_empty() {
        return format!("there is no setting `{key}`, and no other either");
    }
    suggest::unknown("setting", key, names)
}

fn child(path: &[String], key: &str) -> Vec<String> {
    path.iter().cloned().chain([key.to_owned()]).collect()
}
