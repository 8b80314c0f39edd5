use crate::panic::message;
use schemars::Schema;
use std::panic::catch_unwind;

/// The error of a schema that cannot be made, because the plugin's code panicked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the schema of {of} cannot be made, as its code panicked: {message}")]
#[non_exhaustive]
pub struct SchemaError {
    /// What the schema is of.
    pub of: String,
    /// The message of the panic.
    pub message: String,
}

/// Makes a schema, which is code of a plugin: an author may write `JsonSchema` by hand.
pub(super) fn make(schema: fn() -> Schema, of: impl FnOnce() -> String) -> Result<Schema, SchemaError> {
    catch_unwind(schema).map_err(|payload| SchemaError { of: of(), message: message(payload) })
}
