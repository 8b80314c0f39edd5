//! Errors of `serde_json`, by their texts.

use serde::{Deserialize, Deserializer, Serializer, de};

pub(crate) fn serialize<S: Serializer>(error: &serde_json::Error, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(error)
}

/// Line and column, which stand in the text, are read from it.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<serde_json::Error, D::Error> {
    Ok(de::Error::custom(String::deserialize(from)?))
}
