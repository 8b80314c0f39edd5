use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A text that can be used and not printed.
///
/// In a configuration it is written as a text, or better as `{ env = "NAME" }`: the value of an environment
/// variable. There is no `Display`, no `Serialize`, and `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// Returns the text, for the one place that needs it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write a text, or `{ env = \"NAME\" }`")]
enum Written {
    Text(String),
    /// No struct, which serde would read from a list as well.
    Table(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let table = match Written::deserialize(from)? {
            Written::Text(text) => return Ok(Self::new(text)),
            Written::Table(table) => table,
        };
        match table.first_key_value() {
            Some((key, env)) if key == "env" && table.len() == 1 => std::env::var(env)
                .map(Self::new)
                .map_err(|_| de::Error::custom(format!("the environment variable `{env}` is not set"))),
            _ => Err(de::Error::custom("write a text, or `{ env = \"NAME\" }`")),
        }
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "writeOnly": true,
            "anyOf": [
                { "type": "string", "format": "password" },
                {
                    "type": "object",
                    "properties": { "env": { "type": "string" } },
                    "required": ["env"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}
