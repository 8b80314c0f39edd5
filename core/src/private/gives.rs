//! Results of methods that give one type of value: what a kind of contributions needs that has no results of its own form.

use super::error::IsError;
use crate::error::Error;

#[diagnostic::on_unimplemented(
    message = "this method cannot return `{Self}`",
    label = "return `{Expected}` or `hookwire::Result<{Expected}>`"
)]
pub trait Gives<Expected> {
    fn value(self) -> Result<Expected, Error>;
}

impl<T> Gives<T> for T {
    fn value(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<T, E: IsError> Gives<T> for Result<T, E> {
    fn value(self) -> Result<T, Error> {
        self.map_err(IsError::error)
    }
}

pub fn gives<Expected, T: Gives<Expected>>(value: T) -> Result<Expected, Error> {
    value.value()
}
