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
    /// Keys for `genai/..`, by provider: `anthropic = { env = "WORK_KEY" }`. A provider that is not here takes its key
    /// from the environment variable that `genai` knows, such as `ANTHROPIC_API_KEY`.
    pub keys: BTreeMap<String, Secret>,
    /// Base URLs for `genai/..`, by provider, where it is not the provider's own.
    pub endpoints: BTreeMap<String, String>,
    /// Servers that speak OpenAI's protocol, by the name to ask for them: `openai/<name>/<model>`.
    pub servers: BTreeMap<String, ServerConfig>,
    /// How long a connection may take.
    pub connect_timeout: Wait,
    /// How long a provider may take to begin its answer.
    pub first_byte_timeout: Wait,
    /// How long a provider may be silent within its answer; a sign of life counts.
    pub idle_timeout: Wait,
}

/// A server that speaks OpenAI's protocol.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// What comes before `/chat/completions`, mostly ending in `/v1`.
    pub url: String,
    /// The bearer token, if it wants one.
    #[serde(default)]
    pub key: Option<Secret>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            keys: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            servers: BTreeMap::new(),
            connect_timeout: Wait(Duration::from_secs(10)),
            first_byte_timeout: Wait(Duration::from_mins(2)),
            idle_timeout: Wait(Duration::from_mins(2)),
        }
    }
}

/// A time that one waits, written as `"250ms"`, `"5s"` or `"2m"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(pub Duration);

impl<'de> Deserialize<'de> for Wait {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let why =
            || de::Error::custom(format!("`{text}` is no time; write one as \"250ms\", \"5s\" or \"2m\""));
        duration::parse(&text).map(Self).ok_or_else(why)
    }
}

impl JsonSchema for Wait {
    fn schema_name() -> Cow<'static, str> {
        "Wait".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]+(ms|s|m)$" })
    }
}
