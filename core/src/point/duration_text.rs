//! Durations in a configuration: `"250ms"`, `"5s"`, `"2m"`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serializer, de};
use serde_json::Value;
use std::borrow::Cow;
use std::time::Duration;

#[allow(clippy::ref_option, reason = "the signature that serde calls")]
pub(crate) fn serialize<S: Serializer>(duration: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
    match duration {
        None => to.serialize_none(),
        Some(duration) => to.serialize_some(&format!("{}ms", duration.as_millis())),
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let value = Value::deserialize(from)?;
    if value.is_null() {
        return Ok(None);
    }
    let parsed = value.as_str().and_then(hookwire_text::duration::parse);
    parsed.map(Some).ok_or_else(|| {
        de::Error::custom(format!("{value} is no duration; write \"250ms\", \"5s\" or \"2m\""))
    })
}

/// The schema of a duration in a configuration.
pub(crate) struct DurationText;

impl JsonSchema for DurationText {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]+(ms|s|m|h|d)$" })
    }
}
