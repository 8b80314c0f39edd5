use super::message_pack;
use crate::cx::{
    DirError, HostFilesError, HttpError, KvError, MissingService, OutboxError, RenderError, ScheduleError,
    SessionsError, SpawnError,
};
use crate::error::Error;
use crate::model::ModelError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::error::Error as StdError;

/// An error of one of this crate's own types, encoded: plugins may match on it, so that it arrives as what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodedError {
    kind: String,
    body: Vec<u8>,
}

/// An error type that crosses to another process as what it is.
pub trait KnownError: StdError + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name that it has on the way.
    const KIND: &'static str;
}

impl EncodedError {
    pub(super) fn is<E: KnownError>(&self) -> bool {
        self.kind == E::KIND
    }

    pub(super) fn read<E: KnownError>(&self) -> Option<E> {
        message_pack::read(&self.body).ok()
    }
}

macro_rules! known_errors {
    ($($type:ident)*) => {
        $(impl KnownError for $type {
            const KIND: &'static str = stringify!($type);
        })*

        impl EncodedError {
            /// Encodes an error, if it is one of the known types.
            pub(super) fn of(error: &Error) -> Option<Self> {
                $(if let Some(error) = error.downcast_ref::<$type>() {
                    return Some(Self { kind: $type::KIND.into(), body: message_pack::write(error).ok()? });
                })*
                None
            }

            /// Reads the error, unless the other process wrote none that can be read.
            pub(super) fn error(&self) -> Option<Error> {
                match &*self.kind {
                    $(stringify!($type) => self.read::<$type>().map(Into::into),)*
                    _ => None,
                }
            }
        }
    };
}

known_errors! {
    DirError HostFilesError HttpError KvError MissingService ModelError OutboxError RenderError ScheduleError SessionsError
    SpawnError
}
