//! Results of tools.

use super::error::IsError;
use crate::plugin::{ToolError, ToolOutput};
use serde::Serialize;

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
