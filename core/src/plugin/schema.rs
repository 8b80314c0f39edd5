use crate::panic::message;
use schemars::Schema;
use serde_json::{Map, Value, json};
use std::panic::catch_unwind;

/// The error of a schema that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// The plugin's code panicked while it made the schema.
    #[error("the schema of {of} cannot be made, as its code panicked: {message}")]
    Panicked {
        /// What the schema is of.
        of: String,
        /// The message of the panic.
        message: String,
    },
    /// The schema is of something else than an object, whose fields have names.
    #[error("the schema of {of} describes no object: take a struct with named fields")]
    NoObject {
        /// What the schema is of.
        of: String,
    },
}

/// Makes a schema, which is code of a plugin: an author may write `JsonSchema` by hand.
pub(super) fn make(schema: fn() -> Schema, of: impl FnOnce() -> String) -> Result<Schema, SchemaError> {
    catch_unwind(schema).map_err(|payload| SchemaError::Panicked { of: of(), message: message(payload) })
}

/// Makes the schema of a tool's arguments: that of an object, which has the fields that it names and no others.
pub(super) fn of_arguments(schema: fn() -> Schema, of: impl Fn() -> String) -> Result<Schema, SchemaError> {
    let mut schema = make(schema, &of)?;
    let object = schema.as_object().is_some_and(|fields| {
        let alternatives = ["anyOf", "oneOf", "allOf", "$ref"].iter().any(|key| fields.contains_key(*key));
        alternatives || fields.get("type").is_some_and(|it| it == "object")
    });
    if !object {
        return Err(SchemaError::NoObject { of: of() });
    }
    let open = ["additionalProperties", "unevaluatedProperties", "anyOf", "oneOf", "allOf", "$ref"];
    if !open.iter().any(|key| schema.get(*key).is_some()) {
        schema.insert("additionalProperties".into(), false.into());
    }
    Ok(schema)
}

/// Returns what people are shown of a schema of arguments: the schema, or why there is none.
pub(super) fn details(schema: Result<Schema, SchemaError>) -> Map<String, Value> {
    let (name, value) = match schema {
        Ok(schema) => ("schema", schema.into()),
        Err(error) => ("schema_error", json!(error.to_string())),
    };
    Map::from_iter([(name.to_owned(), value)])
}
