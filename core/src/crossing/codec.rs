use super::message_pack;
use super::remote_error::RemoteError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value as `MessagePack` with the names of its fields, which reads back whatever serde attributes its type has.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, RemoteError> {
    message_pack::write(value).map_err(|why| RemoteError::Protocol { why })
}

/// Reads what [`encode`] has written.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RemoteError> {
    message_pack::read(bytes).map_err(|why| RemoteError::Protocol { why })
}
