use hookwire::{Secret, duration};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

/// The settings of `model-genai`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Keys for `genai/..`, by provider: `anthropic = { env = "WORK_KEY" }`. The key of any other provider is taken from
    /// the environment variable that `genai` knows, such as `ANTHROPIC_API_KEY`.
    pub keys: BTreeMap<String, Secret>,
    /// Base URLs for `genai/..`, by provider, where they differ from the provider's own.
    pub endpoints: BTreeMap<String, String>,
    /// Servers that speak OpenAI's protocol, by the name that models are asked for with: `openai/<name>/<model>`.
    pub servers: BTreeMap<String, ServerConfig>,
    /// The longest time that connecting may take.
    pub connect_timeout: Timeout,
    /// The longest time from a request to the first byte of its answer.
    pub first_byte_timeout: Timeout,
    /// The longest time without a byte within an answer.
    pub idle_timeout: Timeout,
}

/// The settings of a server that speaks OpenAI's protocol.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// The base URL, to which `/chat/completions` is added; it usually ends in `/v1`.
    pub url: String,
    /// The bearer token, if the server needs one.
    #[serde(default)]
    pub key: Option<Secret>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            keys: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            servers: BTreeMap::new(),
            connect_timeout: Timeout(Duration::from_secs(10)),
            first_byte_timeout: Timeout(Duration::from_mins(2)),
            idle_timeout: Timeout(Duration::from_mins(2)),
        }
    }
}

/// A time-out, written as `"250ms"`, `"5s"` or `"2m"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Duration);

impl<'de> Deserialize<'de> for Timeout {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let invalid = || {
            de::Error::custom(format!("`{text}` is not a duration; write one as \"250ms\", \"5s\" or \"2m\""))
        };
        duration::parse(&text).map(Self).ok_or_else(invalid)
    }
}

impl JsonSchema for Timeout {
    fn schema_name() -> Cow<'static, str> {
        "Timeout".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]+(ms|s|m)$" })
    }
}
