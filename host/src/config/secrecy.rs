//! Which settings may be shown, and which are texts, by the plugins' schemas.

use super::Options;
use hookwire::Registry;
use hookwire::plugin::Manifest;
use serde_json::Value;

/// The plugins whose schemas are asked; only when needed, as a schema is code of the plugin.
#[derive(Debug, Clone)]
pub(super) struct Schemas(Vec<&'static Manifest>);

impl Schemas {
    pub(super) fn of(registry: &Registry) -> Self {
        Self(registry.plugins().to_vec())
    }

    /// Returns whether what stands at a path may be shown: a schema knows it, and no secret is in it.
    pub(super) fn shows(&self, path: &[String]) -> bool {
        let keys: Vec<_> = path.iter().map(String::as_str).collect();
        match keys.as_slice() {
            ["disabled" | "required", ..] | ["hooks", _, _, "timeout" | "on_failure"] => true,
            ["plugins", id, keys @ ..] => self.section(id).is_some_and(|root| shows(&root, keys)),
            [root, ..] if Options::ROOTS.contains(root) => shows(&options(), &keys),
            _ => false,
        }
    }

    /// Returns whether a setting takes a text, and nothing that could be mistaken for one.
    pub(super) fn wants_text(&self, path: &[String]) -> bool {
        let types = self.types(path);
        let has = |name: &str| types.iter().any(|it| it == name);
        has("string") && !["integer", "number", "boolean"].into_iter().any(has)
    }

    /// Returns the types a setting takes.
    pub(super) fn types(&self, path: &[String]) -> Vec<String> {
        let (section, keys) = match path {
            [root, id, keys @ ..] if root == "plugins" => (self.section(id), keys),
            [root, ..] if Options::ROOTS.contains(&root.as_str()) => (Some(options()), path),
            _ => (None, path),
        };
        let Some(section) = section else { return Vec::new() };
        let start = choices(&section, &section);
        let keys = keys.iter().map(String::as_str);
        let found = keys.fold(start, |schemas, key| step(&section, &schemas, key));
        let types = found.iter().flat_map(|schema| match &schema["type"] {
            Value::Array(types) => types.clone(),
            one => vec![one.clone()],
        });
        types.filter_map(|it| it.as_str().map(str::to_owned)).collect()
    }

    fn section(&self, id: &str) -> Option<Value> {
        let plugin = self.0.iter().find(|plugin| plugin.id == id)?;
        // Without its schema nothing of a section may be shown.
        plugin.config_schema()?.ok().map(Value::from)
    }
}

fn options() -> Value {
    schemars::schema_for!(Options).into()
}

fn shows(root: &Value, keys: &[&str]) -> bool {
    let mut schemas = choices(root, root);
    for key in keys {
        if schemas.iter().any(|schema| schema["writeOnly"] == true) {
            return false;
        }
        schemas = step(root, &schemas, key);
    }
    !schemas.is_empty() && !schemas.iter().any(|schema| hides(root, schema, &mut Vec::new()))
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

/// Returns a schema and all it refers to or lets choose between.
fn choices<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    let mut found = vec![schema];
    let mut at = 0;
    while let Some(schema) = found.get(at).copied() {
        let lists = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array());
        let next: Vec<_> = lists.flatten().chain(target(root, schema)).collect();
        for schema in next {
            if !found.iter().any(|known| std::ptr::eq(*known, schema)) {
                found.push(schema);
            }
        }
        at += 1;
    }
    found
}

fn target<'s>(root: &'s Value, schema: &Value) -> Option<&'s Value> {
    root.pointer(schema["$ref"].as_str()?.strip_prefix('#')?)
}

/// Returns whether a secret may stand anywhere in a value.
fn hides<'s>(root: &'s Value, schema: &'s Value, seen: &mut Vec<&'s Value>) -> bool {
    if schema["writeOnly"] == true {
        return true;
    }
    if let Some(target) = target(root, schema)
        && !seen.iter().any(|known| std::ptr::eq(*known, target))
    {
        seen.push(target);
        if hides(root, target, seen) {
            return true;
        }
    }
    match schema {
        Value::Object(fields) => {
            fields.iter().any(|(key, inner)| key != "default" && hides(root, inner, seen))
        }
        Value::Array(items) => items.iter().any(|inner| hides(root, inner, seen)),
        _ => false,
    }
}
