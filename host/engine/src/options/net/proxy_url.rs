use hookwire::Secret;
use reqwest::Url;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;
use std::fmt;

/// The URL of a proxy, which may hold a password: a text, or `{ env = "HTTPS_PROXY" }`.
#[derive(Clone)]
pub struct ProxyUrl(Url);

impl ProxyUrl {
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyUrl")
    }
}

impl<'de> Deserialize<'de> for ProxyUrl {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let url = Url::parse(Secret::deserialize(from)?.expose()).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        url.map(Self).ok_or_else(|| {
            de::Error::custom("that is no URL of a proxy; write \"http://proxy.example.com:3128\"")
        })
    }
}

/// It is written, and hidden, as every secret.
impl JsonSchema for ProxyUrl {
    fn schema_name() -> Cow<'static, str> {
        Secret::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Secret::json_schema(generator)
    }
}
