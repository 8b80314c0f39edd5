//! Errors that an author's function may return.

use crate::error::Error;

#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error",
    label = "return a `hookwire::Result`; `?` and `.into()` make its error of any error and of any text"
)]
pub trait IsError {
    fn error(self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> IsError for E {
    #[inline]
    fn error(self) -> Error {
        self.into()
    }
}
