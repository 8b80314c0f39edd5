use reqwest::Url;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;
use std::net::IpAddr;

/// A host that a plugin may ask, or all hosts below one: `"api.example.com"`, `"*.example.com"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPattern {
    /// The host, written as URLs have it once they are parsed.
    host: String,
    /// Whether those below it are meant, and not itself.
    below: bool,
}

impl HostPattern {
    /// Returns whether the host of a parsed URL is meant.
    pub(crate) fn fits(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        if !self.below {
            return host == self.host;
        }
        host.strip_suffix(&self.host).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
    }

    fn parse(text: &str) -> Option<Self> {
        let (below, host) = text.strip_prefix("*.").map_or((false, text), |rest| (true, rest));
        let address = host.parse::<IpAddr>().ok();
        let is_name = !host.contains(['/', '\\', '@', '?', '#', ':', '*', '%']);
        let host = match address {
            Some(IpAddr::V6(address)) => format!("[{address}]"),
            _ if is_name || is_bracketed(host) => host.to_owned(),
            _ => return None,
        };
        let url = Url::parse(&format!("http://{host}/")).ok()?;
        let host = url.host_str()?.trim_end_matches('.').to_owned();
        let fits = !host.is_empty() && (!below || address.is_none());
        fits.then_some(Self { host, below })
    }
}

fn is_bracketed(host: &str) -> bool {
    host.starts_with('[') && host.ends_with(']')
}

impl<'de> Deserialize<'de> for HostPattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "\"{text}\" is no host; write \"api.example.com\", or \"*.example.com\" for those below one"
            ))
        })
    }
}

impl JsonSchema for HostPattern {
    fn schema_name() -> Cow<'static, str> {
        "Host".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}
