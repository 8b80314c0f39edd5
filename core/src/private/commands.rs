//! Results of commands and verbs.

use super::error::IsError;
use crate::error::Error;
use crate::plugin::Reply;

#[diagnostic::on_unimplemented(
    message = "a command or verb cannot return `{Self}`",
    label = "return `Reply`, `String`, `&'static str`, or a `hookwire::Result` of one of them"
)]
pub trait IsReply {
    fn reply(self) -> Result<Reply, Error>;
}

impl IsReply for Reply {
    fn reply(self) -> Result<Reply, Error> {
        Ok(self)
    }
}

impl IsReply for String {
    fn reply(self) -> Result<Reply, Error> {
        Ok(self.into())
    }
}

impl IsReply for &'static str {
    fn reply(self) -> Result<Reply, Error> {
        Ok(self.into())
    }
}

impl<T: IsReply, E: IsError> IsReply for Result<T, E> {
    fn reply(self) -> Result<Reply, Error> {
        self.map_err(IsError::error)?.reply()
    }
}

pub fn reply<T: IsReply>(value: T) -> Result<Reply, Error> {
    value.reply()
}
