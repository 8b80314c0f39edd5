use hookwire::duration;
use hookwire::live::HookSettings;
use hookwire::plugin::FailurePolicy;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use std::time::Duration;

/// What `[hooks.<id>."<point>"]` sets for the hooks of a plugin at one point.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct HookOverride {
    /// The longest time that a hook may take.
    #[serde(deserialize_with = "timeout")]
    #[schemars(with = "String", regex(pattern = r"^[0-9]+(ms|s|m|h|d)$"))]
    timeout: Option<Duration>,
    /// What happens when a hook fails.
    #[serde(deserialize_with = "on_failure")]
    #[schemars(with = "OnFailure")]
    on_failure: Option<FailurePolicy>,
}

/// The words for a failure policy.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum OnFailure {
    Open,
    Closed,
}

impl From<HookOverride> for HookSettings {
    fn from(set: HookOverride) -> Self {
        Self { timeout: set.timeout, policy: set.on_failure }
    }
}

fn timeout<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let value = Value::deserialize(from)?;
    let timeout = value.as_str().and_then(duration::parse);
    let complaint = || format!("{value} is no duration; write \"250ms\", \"5s\" or \"2m\"");
    timeout.map(Some).ok_or_else(|| de::Error::custom(complaint()))
}

fn on_failure<'de, D: Deserializer<'de>>(from: D) -> Result<Option<FailurePolicy>, D::Error> {
    let value = Value::deserialize(from)?;
    match value.as_str() {
        Some("open") => Ok(Some(FailurePolicy::Open)),
        Some("closed") => Ok(Some(FailurePolicy::Closed)),
        _ => {
            let complaint = format!("{value} is no failure policy; write \"open\" or \"closed\"");
            Err(de::Error::custom(complaint))
        }
    }
}
