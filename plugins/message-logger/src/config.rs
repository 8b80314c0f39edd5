use hookwire::Secret;
use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `message-logger`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// The number of characters of a message or reply that the log shows.
    pub preview: usize,
    /// The number of the first message, and of the first reply, that is logged; earlier ones are only counted.
    pub min_count: u64,
    /// The URL that finished turns will be posted to. Not yet: the host has no HTTP service for plugins, so the
    /// plugin warns at start if this is set, and posts nothing. The URL may hold a token and is never printed.
    pub webhook_url: Option<Secret>,
}

impl Default for Config {
    fn default() -> Self {
        Self { preview: 80, min_count: 1, webhook_url: None }
    }
}
