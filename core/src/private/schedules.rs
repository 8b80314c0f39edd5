//! Results of methods that run by the clock.

use super::error::IsError;
use crate::error::Error;

#[diagnostic::on_unimplemented(
    message = "a method that runs by the clock cannot return `{Self}`",
    label = "return nothing or `hookwire::Result<()>`"
)]
pub trait IsRun {
    fn ran(self) -> Result<(), Error>;
}

impl IsRun for () {
    fn ran(self) -> Result<(), Error> {
        Ok(())
    }
}

impl<E: IsError> IsRun for Result<(), E> {
    fn ran(self) -> Result<(), Error> {
        self.map_err(IsError::error)
    }
}

pub fn ran<T: IsRun>(value: T) -> Result<(), Error> {
    value.ran()
}
