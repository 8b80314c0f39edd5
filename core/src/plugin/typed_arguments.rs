use super::schema::{self, SchemaError};
use crate::arguments::Parameters;
use crate::error::{Error, Result};
use schemars::Schema;
use serde_json::Value;
use std::fmt;
use std::panic::catch_unwind;

/// The typed arguments of a command or a verb: what its method takes, described as the arguments of a tool are.
#[derive(Clone, Copy)]
pub struct TypedArguments {
    /// Not public API. Used by generated code; [`TypedArguments::schema`] calls it.
    #[doc(hidden)]
    pub make_schema: fn() -> Schema,
    /// Not public API. Used by generated code: the names in the order of the source.
    #[doc(hidden)]
    pub fields: fn() -> &'static [&'static str],
}

impl TypedArguments {
    /// Returns the schema: an object, with the fields that it names and, unless there are alternatives, no others.
    ///
    /// `of` says whose arguments they are: "the command `/remind`".
    pub fn schema(&self, of: impl Fn() -> String) -> Result<Schema, SchemaError> {
        schema::of_arguments(self.make_schema, of)
    }

    /// Returns what people have to write.
    pub fn parameters(&self, of: impl Fn() -> String) -> Result<Parameters, SchemaError> {
        let schema = Value::from(self.schema(of)?);
        // Code of a plugin, too: an author may write `Deserialize` by hand.
        let order = catch_unwind(self.fields).unwrap_or_default();
        Ok(Parameters::of(&schema, order))
    }
}

impl TypedArguments {
    /// Reads the arguments of a command from the text behind its name, for `take` to make something of; the error says how the
    /// command is written.
    pub(crate) fn read_line<T>(
        &self,
        command: &str,
        text: &str,
        take: impl FnOnce(Value) -> Result<T, String>,
    ) -> Result<T> {
        let parameters = self.parameters(|| format!("the command `/{command}`"))?;
        let read = parameters.read(text).map_err(|error| error.to_string());
        read.and_then(take).map_err(|why| {
            let space = if parameters.all().is_empty() { "" } else { " " };
            Error::msg(format!("{why}; write /{command}{space}{parameters}"))
        })
    }
}

impl fmt::Debug for TypedArguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedArguments")
    }
}
