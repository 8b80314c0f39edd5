use super::remote_error::RemoteError;
use rmp_serde::Deserializer;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How deep in each other values may be: what comes from a worker must not take the stack of the host.
const MOST_DEPTH: usize = 256;

/// Writes a value as MessagePack with the names of its fields, which reads back whatever serde attributes its type has.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, RemoteError> {
    rmp_serde::to_vec_named(value).map_err(|error| RemoteError::Protocol { why: error.to_string() })
}

/// Reads what [`encode`] has written.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RemoteError> {
    let mut from = Deserializer::from_read_ref(bytes);
    from.set_max_depth(MOST_DEPTH);
    T::deserialize(&mut from).map_err(|error| RemoteError::Protocol { why: error.to_string() })
}
