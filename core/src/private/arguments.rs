//! Typed arguments, of tools, commands and verbs alike.

use crate::arguments;
use crate::error::Error;
use crate::plugin::{ToolError, TypedArguments};
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsArg: DeserializeOwned + JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsArg for T {}

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the arguments",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsArgs: Sized {
    fn parse(args: Value) -> Result<Self, String>;
    fn schema() -> Schema;
    fn fields() -> &'static [&'static str];
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsArgs for T {
    fn parse(args: Value) -> Result<Self, String> {
        let named = args.is_object();
        serde_path_to_error::deserialize(args).map_err(|error| {
            let path = error.path().to_string();
            match path.as_str() {
                // serde would name the struct that the macro made, which nobody has ever heard of.
                "." if !named => "they must be a JSON object, each argument under its name".into(),
                "." => error.inner().to_string(),
                _ => format!("`{path}`: {}", error.inner()),
            }
        })
    }

    fn schema() -> Schema {
        schemars::schema_for!(T)
    }

    fn fields() -> &'static [&'static str] {
        arguments::fields::<T>()
    }
}

/// How the arguments of a method are described and read.
#[derive(Debug)]
pub struct Arguments<T> {
    pub schema: fn() -> Schema,
    pub fields: fn() -> &'static [&'static str],
    pub parse: fn(Value) -> Result<T, String>,
}

impl<T: IsArgs> Arguments<T> {
    pub const fn of() -> Self {
        Self { schema: T::schema, fields: T::fields, parse: T::parse }
    }
}

/// Makes what is wrong with the arguments of a tool its error.
pub fn tool_arguments<T>(tool: &'static str, parsed: Result<T, String>) -> Result<T, ToolError> {
    parsed.map_err(|why| ToolError::Arguments { tool: tool.into(), why })
}

/// Reads the arguments of a command from the text behind its name; the error says how the command is written.
pub fn command_arguments<T>(
    command: &str,
    arguments: TypedArguments,
    text: &str,
    parse: fn(Value) -> Result<T, String>,
) -> Result<T, Error> {
    arguments.read_line(command, text, |args| checked(arguments, args, parse))
}

/// Reads the arguments of a verb, each under its name.
pub fn verb_arguments<T>(
    arguments: TypedArguments,
    args: Value,
    parse: fn(Value) -> Result<T, String>,
) -> Result<T, Error> {
    checked(arguments, args, parse).map_err(Error::msg)
}

fn checked<T>(
    arguments: TypedArguments,
    args: Value,
    parse: fn(Value) -> Result<T, String>,
) -> Result<T, String> {
    check(&arguments, &args)?;
    parse(args)
}

/// Checks what a type does not say of itself, such as the bounds of a number.
#[cfg(feature = "schema")]
fn check(arguments: &TypedArguments, args: &Value) -> Result<(), String> {
    let schema = arguments.schema(|| "the arguments".into()).map_err(|error| error.to_string())?;
    crate::pipeline::check_arguments(&schema.into(), args)
}

#[cfg(not(feature = "schema"))]
#[expect(clippy::unnecessary_wraps, reason = "as it is with schemas")]
fn check(_: &TypedArguments, _: &Value) -> Result<(), String> {
    Ok(())
}
