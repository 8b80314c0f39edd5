use super::plugin_document::{PluginDocument, error_response};
use hookwire::live::Wiring;
use hookwire::plugin::{Manifest, RoutesDecl};
use serde_json::{Map, Value, json};

/// Adds the routes of the plugins that are live to the host's document.
pub(super) fn add(api: &mut Value, plugins: &Wiring) {
    for (decl, plugin) in plugins.contributions::<RoutesDecl>() {
        let document = described(decl).unwrap_or_else(|| undescribed(decl, plugin));
        extend(&mut api["paths"], document.paths);
        for (kind, entries) in document.components {
            let entries = if let Value::Object(entries) = entries { entries } else { Map::new() };
            extend(&mut api["components"][kind], entries);
        }
        let tag = json!({ "name": plugin.id, "description": plugin.description });
        if let Some(tags) = api["tags"].as_array_mut() {
            tags.push(tag);
        }
    }
}

/// Returns the plugin's own document, unless it has none or a broken one.
fn described(decl: &RoutesDecl) -> Option<PluginDocument> {
    let read = decl
        .document()?
        .and_then(|it| PluginDocument::read(decl.name, it).map_err(|error| error.to_string()));
    read.map_err(|why| {
        tracing::warn!(plugin = decl.name, "its OpenAPI document is left out: {why}");
    })
    .ok()
}

/// Returns a document that says only where the routes are.
fn undescribed(decl: &RoutesDecl, plugin: &Manifest) -> PluginDocument {
    let description = if decl.description.is_empty() { plugin.description } else { decl.description };
    let operation = json!({
        "tags": [plugin.id],
        "operationId": format!("{}.any", plugin.id),
        "summary": format!("Answers with the routes of the plugin `{}`, which it does not describe.", plugin.id),
        "description": description,
        "parameters": [{
            "name": "path", "in": "path", "required": true, "schema": { "type": "string" },
            "description": "the path inside the plugin, which may have slashes",
        }],
        "responses": { "200": { "description": "whatever the plugin answers" }, "default": error_response() },
    });
    let path = format!("{}{{path}}", decl.path());
    let paths = Map::from_iter([(path, json!({ "get": operation }))]);
    PluginDocument { paths, components: Map::new() }
}

/// Adds fields to an object, which is made if there is none.
fn extend(target: &mut Value, fields: Map<String, Value>) {
    if let Value::Object(target) = target {
        target.extend(fields);
    } else if !fields.is_empty() {
        *target = Value::Object(fields);
    }
}
