//! Arguments and results of tools.

use super::error::IsError;
use crate::plugin::{ToolError, ToolOutput};
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a tool",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsArg: DeserializeOwned + JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsArg for T {}

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the arguments of a tool",
    label = "derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data"
)]
pub trait IsArgs: Sized {
    fn parse(tool: &'static str, args: Value) -> Result<Self, ToolError>;
    fn schema() -> Schema;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema> IsArgs for T {
    fn parse(tool: &'static str, args: Value) -> Result<Self, ToolError> {
        let named = args.is_object();
        serde_path_to_error::deserialize(args).map_err(|error| {
            let path = error.path().to_string();
            let why = match path.as_str() {
                // serde would name the struct that the macro made, which the model has never heard of.
                "." if !named => "they must be a JSON object, each argument under its name".into(),
                "." => error.inner().to_string(),
                _ => format!("`{path}`: {}", error.inner()),
            };
            ToolError::Arguments { tool, why }
        })
    }

    fn schema() -> Schema {
        schemars::schema_for!(T)
    }
}

/// How the arguments of a tool are described and read.
#[derive(Debug)]
pub struct Arguments<T> {
    pub schema: fn() -> Schema,
    pub parse: fn(&'static str, Value) -> Result<T, ToolError>,
}

impl<T: IsArgs> Arguments<T> {
    pub const fn of() -> Self {
        Self { schema: T::schema, parse: T::parse }
    }
}

#[derive(Debug)]
pub struct Plain;
#[derive(Debug)]
pub struct Fallible;

#[diagnostic::on_unimplemented(
    message = "a tool cannot return `{Self}`",
    label = "return a type that is `serde::Serialize`, or a `hookwire::Result` of one"
)]
pub trait IsToolOutput<How> {
    fn output(self) -> Result<ToolOutput, ToolError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> IsToolOutput<Plain> for T {
    fn output(self) -> Result<ToolOutput, ToolError> {
        ToolOutput::of(&self).map_err(|error| ToolError::Failed(error.into()))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize, E: IsError> IsToolOutput<Fallible> for Result<T, E> {
    fn output(self) -> Result<ToolOutput, ToolError> {
        IsToolOutput::<Plain>::output(self.map_err(|error| ToolError::Failed(error.error()))?)
    }
}

pub fn output<How, T: IsToolOutput<How>>(value: T) -> Result<ToolOutput, ToolError> {
    value.output()
}
