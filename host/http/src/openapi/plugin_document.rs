use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The reason why a plugin's document is left out.
#[derive(Debug, thiserror::Error)]
pub(super) enum DocumentError {
    /// It is no object with paths.
    #[error("it has no `paths`: return `{{\"paths\": {{..}}, \"components\": {{..}}}}`")]
    NoPaths,
    /// A path does not begin with a slash.
    #[error("`{0}` is no path: begin it with a slash, as the plugin's router does")]
    NoPath(String),
    /// Something is of another kind than OpenAPI says.
    #[error("{0} is no object")]
    NoObject(String),
    /// A reference leads nowhere.
    #[error("`{0}` leads nowhere: put what it names under `components`")]
    Reference(String),
}

/// The document of a plugin, as a part of that of the host: with the paths of the host, and names that no other has.
#[derive(Debug, Default)]
pub(super) struct PluginDocument {
    pub(super) paths: Map<String, Value>,
    /// The kinds of components, such as `schemas`, each with its own.
    pub(super) components: Map<String, Value>,
}

/// The fields of a path that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl PluginDocument {
    /// Reads the document of a plugin.
    pub(super) fn read(plugin: &str, document: Value) -> Result<Self, DocumentError> {
        let Value::Object(mut document) = document else { return Err(DocumentError::NoPaths) };
        let Some(Value::Object(paths)) = document.remove("paths") else { return Err(DocumentError::NoPaths) };
        let components = document.remove("components").unwrap_or_else(|| json!({}));
        let names = Names::of(plugin, object(components, "`components`")?)?;
        let mut read = Self { paths: Map::new(), components: names.components()? };
        for (path, item) in paths {
            if !path.starts_with('/') {
                return Err(DocumentError::NoPath(path));
            }
            let item = names.operations(object(item, &format!("`{path}`"))?, &path)?;
            read.paths.insert(format!("/plugins/{plugin}{path}"), Value::Object(item));
        }
        Ok(read)
    }
}

/// The components of a plugin, and the names they have in the host's document.
struct Names<'a> {
    plugin: &'a str,
    components: Map<String, Value>,
    known: BTreeSet<(String, String)>,
}

impl<'a> Names<'a> {
    fn of(plugin: &'a str, mut components: Map<String, Value>) -> Result<Self, DocumentError> {
        // Who may send requests is the host's to say.
        components.remove("securitySchemes");
        let mut known = BTreeSet::new();
        for (kind, entries) in &components {
            let Value::Object(entries) = entries else {
                return Err(DocumentError::NoObject(format!("`components.{kind}`")));
            };
            known.extend(entries.keys().map(|name| (kind.clone(), name.clone())));
        }
        Ok(Self { plugin, components, known })
    }

    /// Returns the components under their new names.
    fn components(&self) -> Result<Map<String, Value>, DocumentError> {
        let mut renamed = self.components.clone();
        for entries in renamed.values_mut().filter_map(Value::as_object_mut) {
            for (name, mut entry) in std::mem::take(entries) {
                self.rename(&mut entry)?;
                entries.insert(format!("{}.{name}", self.plugin), entry);
            }
        }
        Ok(renamed)
    }

    /// Returns the operations of a path, each with the plugin as its tag.
    fn operations(
        &self,
        mut item: Map<String, Value>,
        path: &str,
    ) -> Result<Map<String, Value>, DocumentError> {
        for (method, operation) in item.iter_mut().filter(|(name, _)| METHODS.contains(&name.as_str())) {
            let Value::Object(operation) = operation else {
                return Err(DocumentError::NoObject(format!("`{method} {path}`")));
            };
            operation.remove("security");
            operation.insert("tags".into(), json!([self.plugin]));
            if let Some(Value::String(id)) = operation.get_mut("operationId") {
                *id = format!("{}.{id}", self.plugin);
            }
            self.rename_in(operation)?;
            let responses = operation.entry("responses").or_insert_with(|| json!({}));
            let Value::Object(responses) = responses else {
                return Err(DocumentError::NoObject(format!("`responses` of `{method} {path}`")));
            };
            responses.entry("default").or_insert_with(error_response);
        }
        for (_, field) in item.iter_mut().filter(|(name, _)| !METHODS.contains(&name.as_str())) {
            self.rename(field)?;
        }
        Ok(item)
    }

    /// Renames what a value refers to.
    fn rename(&self, value: &mut Value) -> Result<(), DocumentError> {
        match value {
            Value::Object(fields) => self.rename_in(fields),
            Value::Array(values) => values.iter_mut().try_for_each(|value| self.rename(value)),
            _ => Ok(()),
        }
    }

    fn rename_in(&self, fields: &mut Map<String, Value>) -> Result<(), DocumentError> {
        for (name, field) in fields {
            match field {
                Value::String(target) if name == "$ref" && target.starts_with('#') => {
                    *target = self.renamed(target)?;
                }
                // Of a discriminator; a property that is called so has a schema, which is no text.
                Value::Object(targets) if name == "mapping" => {
                    for target in targets.values_mut() {
                        match target {
                            Value::String(text) if text.starts_with('#') => *text = self.renamed(text)?,
                            other => self.rename(other)?,
                        }
                    }
                }
                field => self.rename(field)?,
            }
        }
        Ok(())
    }

    fn renamed(&self, target: &str) -> Result<String, DocumentError> {
        let lost = || DocumentError::Reference(target.to_owned());
        let (kind, rest) =
            target.strip_prefix("#/components/").and_then(|it| it.split_once('/')).ok_or_else(lost)?;
        let (name, inside) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !self.known.contains(&(kind.to_owned(), name.to_owned())) {
            return Err(lost());
        }
        Ok(format!("#/components/{kind}/{}.{name}{inside}", self.plugin))
    }
}

fn object(value: Value, what: &str) -> Result<Map<String, Value>, DocumentError> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(DocumentError::NoObject(what.to_owned())),
    }
}

/// Returns what an answer looks like that the host gives in the plugin's place.
pub(super) fn error_response() -> Value {
    let schema = json!({ "$ref": "#/components/schemas/ErrorEnvelope" });
    json!({ "description": "an error", "content": { "application/json": { "schema": schema } } })
}

#[cfg(test)]
mod tests {
    use super::PluginDocument;
    use serde_json::{Value, json};

    fn document(schema: &Value, components: &Value) -> Value {
        let answer = json!({ "200": { "description": "ok", "content": { "application/json": { "schema": schema } } } });
        json!({ "paths": { "/list": { "get": { "operationId": "list", "responses": answer } } }, "components": components })
    }

    #[test]
    fn names_and_references_get_the_plugins_id_before_them() {
        let components = json!({ "schemas": {
            "Note": { "properties": { "next": { "$ref": "#/components/schemas/Note" } } },
            "Any": { "discriminator": { "mapping": { "note": "#/components/schemas/Note" } } },
        } });
        let read = document(&json!({ "$ref": "#/components/schemas/Note/properties/next" }), &components);
        let read = PluginDocument::read("notes", read).unwrap();
        let list = &read.paths["/plugins/notes/list"]["get"];
        assert_eq!((&list["operationId"], &list["tags"]), (&json!("notes.list"), &json!(["notes"])));
        let schema = &list["responses"]["200"]["content"]["application/json"]["schema"];
        assert_eq!(schema["$ref"], "#/components/schemas/notes.Note/properties/next");
        let schemas = &read.components["schemas"];
        assert_eq!(schemas["notes.Note"]["properties"]["next"]["$ref"], "#/components/schemas/notes.Note");
        assert_eq!(
            schemas["notes.Any"]["discriminator"]["mapping"]["note"],
            "#/components/schemas/notes.Note"
        );
    }

    #[test]
    fn a_document_that_is_broken_says_where() {
        let read = |document| PluginDocument::read("notes", document).unwrap_err().to_string();
        assert!(read(json!("paths")).contains("no `paths`"));
        assert!(read(json!({ "paths": [] })).contains("no `paths`"));
        assert!(read(json!({ "paths": { "list": {} } })).contains("`list` is no path"));
        assert!(read(json!({ "paths": { "/": { "get": 1 } } })).contains("`get /` is no object"));
        assert!(read(json!({ "paths": {}, "components": { "schemas": 1 } })).contains("components.schemas"));
        for lost in ["#/components/schemas/Note", "#/$defs/Note", "#/components/schemas"] {
            assert!(read(document(&json!({ "$ref": lost }), &json!({}))).contains(lost));
        }
    }
}
