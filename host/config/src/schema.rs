use super::root_options::RootOptions;
use super::schema_index::SchemaIndex;
use hookwire::Registry;
use hookwire::config::Section;
use serde_json::{Map, Value, json};

/// Returns the JSON Schema of the whole file, for editors.
pub fn schema<Root: RootOptions>(registry: &Registry) -> Value {
    let schemas = SchemaIndex::new::<Root>(registry);
    let plugins = registry.plugins().iter().map(|plugin| {
        let mut section = match plugin.config_schema() {
            Some(Ok(schema)) => Value::from(schema),
            Some(Err(error)) => json!({ "type": "object", "description": error.to_string() }),
            None => json!({ "type": "object", "properties": {}, "additionalProperties": false }),
        };
        // Each schema refers to its own definitions, so it has to stay a document of its own.
        section["$id"] = json!(format!("urn:hookwire:plugin:{}", plugin.id));
        (plugin.id.to_owned(), section)
    });
    let plugins: Map<_, _> = plugins.collect();
    let hook = embedded(schemas.hook());
    let hooks = registry.plugins().iter().map(|plugin| {
        let points = plugin.hooks.iter().map(|it| (it.point.name.to_owned(), hook.clone()));
        (plugin.id.to_owned(), closed(&points.collect()))
    });
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hookwire.toml",
        "type": "object",
        "properties": { "plugins": closed(&with_host_keys(&plugins, schemas.isolation())), "hooks": closed(&hooks.collect()), "order": embedded(schemas.order()) },
        "additionalProperties": false,
    });
    let ids: Vec<_> = registry.plugins().iter().map(|plugin| plugin.id).collect();
    for (name, list) in schemas.lists()["properties"].as_object().into_iter().flatten() {
        let mut list = list.clone();
        if list["type"] == "array" {
            list["items"] = json!({ "enum": ids });
        }
        whole["properties"][name] = list;
    }
    for (name, section) in schemas.root()["properties"].as_object().into_iter().flatten() {
        whole["properties"][name] = section.clone();
    }
    whole["$defs"] = schemas.root()["$defs"].clone();
    let sections = registry.plugins().iter().map(|plugin| {
        // What is missing in a section that stands over another one may be there.
        let mut section = without_required(plugins[plugin.id].clone());
        section["$id"] = json!(format!("urn:hookwire:agent-plugin:{}", plugin.id));
        (plugin.id.to_owned(), section)
    });
    let sections = closed(&sections.collect());
    describe_sections(&mut whole, &sections);
    whole
}

/// Returns the schemas of the plugins' sections with the keys that are the host's in each of them.
fn with_host_keys(sections: &Map<String, Value>, isolation: &Value) -> Map<String, Value> {
    let keys = isolation["properties"].as_object().cloned().unwrap_or_default();
    let mut sections = sections.clone();
    sections.values_mut().for_each(|section| add_properties(section, &keys));
    sections
}

/// Adds properties to a schema and to the choices that it lets.
fn add_properties(schema: &mut Value, properties: &Map<String, Value>) {
    let Some(fields) = schema.as_object_mut() else { return };
    let choices = ["anyOf", "oneOf", "allOf"];
    let has_choices = choices.iter().any(|key| fields.contains_key(*key));
    if fields.contains_key("properties") || !has_choices {
        let own = fields.entry("properties").or_insert_with(|| json!({}));
        own.as_object_mut().into_iter().for_each(|own| own.extend(properties.clone()));
    }
    for key in choices {
        let inner = fields.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
        inner.for_each(|choice| add_properties(choice, properties));
    }
}

/// Describes the tables of plugins' sections in the program's own sections.
fn describe_sections(schema: &mut Value, sections: &Value) {
    match schema {
        Value::Object(fields) => {
            if fields.get("additionalProperties").is_some_and(|inner| inner[Section::MARK] == true) {
                let described = sections.as_object().into_iter().flatten();
                fields.extend(described.map(|(key, value)| (key.clone(), value.clone())));
                return;
            }
            fields.values_mut().for_each(|inner| describe_sections(inner, sections));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| describe_sections(inner, sections)),
        _ => {}
    }
}

fn without_required(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(fields) => {
            // A property may be called so as well, and is no list then.
            if fields.get("required").is_some_and(Value::is_array) {
                fields.remove("required");
            }
            fields.values_mut().for_each(|inner| *inner = without_required(inner.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| *inner = without_required(inner.take())),
        _ => {}
    }
    schema
}

/// Returns a schema to stand inside another one.
fn embedded(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(fields) = schema.as_object_mut() {
        fields.remove("$schema");
        fields.remove("title");
    }
    schema
}

fn closed(properties: &Map<String, Value>) -> Value {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
