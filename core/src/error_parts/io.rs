//! Errors of the system: by their number, or by their kind and text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::io::{Error, ErrorKind};

/// The kinds that arrive as what they were; others become [`ErrorKind::Other`].
const KINDS: [ErrorKind; 20] = [
    ErrorKind::AddrInUse,
    ErrorKind::AlreadyExists,
    ErrorKind::BrokenPipe,
    ErrorKind::ConnectionAborted,
    ErrorKind::ConnectionRefused,
    ErrorKind::ConnectionReset,
    ErrorKind::DirectoryNotEmpty,
    ErrorKind::FileTooLarge,
    ErrorKind::Interrupted,
    ErrorKind::InvalidData,
    ErrorKind::InvalidInput,
    ErrorKind::IsADirectory,
    ErrorKind::NotADirectory,
    ErrorKind::NotFound,
    ErrorKind::PermissionDenied,
    ErrorKind::StorageFull,
    ErrorKind::TimedOut,
    ErrorKind::UnexpectedEof,
    ErrorKind::Unsupported,
    ErrorKind::WriteZero,
];

#[derive(Serialize, Deserialize)]
enum Written {
    Number(i32),
    Text { kind: String, text: String },
}

pub(crate) fn serialize<S: Serializer>(error: &Error, to: S) -> Result<S::Ok, S::Error> {
    let written = match error.raw_os_error() {
        Some(number) => Written::Number(number),
        None => Written::Text { kind: format!("{:?}", error.kind()), text: error.to_string() },
    };
    written.serialize(to)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Error, D::Error> {
    Ok(match Written::deserialize(from)? {
        Written::Number(number) => Error::from_raw_os_error(number),
        Written::Text { kind, text } => {
            let known = KINDS.into_iter().find(|known| format!("{known:?}") == kind);
            Error::new(known.unwrap_or(ErrorKind::Other), text)
        }
    })
}
