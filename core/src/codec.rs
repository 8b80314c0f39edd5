//! The form in which values travel between two processes of one binary.

use crate::fault::RemoteError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value as MessagePack with the names of its fields, which reads back whatever serde attributes its type has.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, RemoteError> {
    rmp_serde::to_vec_named(value).map_err(|error| RemoteError::Protocol { why: error.to_string() })
}

/// Reads what [`encode`] has written.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RemoteError> {
    rmp_serde::from_slice(bytes).map_err(|error| RemoteError::Protocol { why: error.to_string() })
}
