use super::Options;
use hookwire::Registry;
use serde_json::{Map, Value, json};

/// Makes the JSON Schema of the whole file, for editors.
pub fn schema(registry: &Registry) -> Value {
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
    let hook = json!({
        "type": "object",
        "properties": {
            "timeout": { "type": "string", "pattern": "^[0-9]+(ms|s|m)$" },
            "on_failure": { "enum": ["open", "closed"] },
        },
        "additionalProperties": false,
    });
    let hooks = registry.plugins().iter().map(|plugin| {
        let points = plugin.hooks.iter().map(|it| (it.point.name.to_owned(), hook.clone()));
        let points: Map<_, _> = points.collect();
        (plugin.id.to_owned(), closed(&points))
    });
    let ids: Vec<_> = registry.plugins().iter().map(|plugin| plugin.id).collect();
    let options = Value::from(schemars::schema_for!(Options));
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hookwire.toml",
        "type": "object",
        "properties": {
            "disabled": { "type": "array", "items": { "enum": ids } },
            "required": { "type": "array", "items": { "enum": ids } },
            "plugins": closed(&plugins),
            "hooks": closed(&hooks.collect()),
        },
        "additionalProperties": false,
    });
    whole["$defs"] = options["$defs"].clone();
    if let (Some(all), Some(own)) = (whole["properties"].as_object_mut(), options["properties"].as_object()) {
        all.extend(own.clone());
    }
    whole
}

fn closed(properties: &Map<String, Value>) -> Value {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
