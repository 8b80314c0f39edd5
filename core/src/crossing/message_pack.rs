use rmp_serde::Deserializer;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How deep in each other values may be: what comes from a worker must not take the stack of the host.
const MOST_DEPTH: usize = 256;

/// Writes a value with the names of its fields, or says why not.
pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, String> {
    rmp_serde::to_vec_named(value).map_err(|error| error.to_string())
}

/// Reads a value, or says why not.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let mut from = Deserializer::from_read_ref(bytes);
    from.set_max_depth(MOST_DEPTH);
    T::deserialize(&mut from).map_err(|error| error.to_string())
}
