use hookwire::Secret;
use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `message-logger`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// How many characters of a message the log shows.
    pub preview: usize,
    /// From which message on they are logged; those before it are only counted.
    pub min_count: u64,
    /// Where finished turns are to be announced; it may hold a token, so it is never printed. The host has no
    /// HTTP service for plugins yet: until then the plugin says so, once.
    pub webhook_url: Option<Secret>,
}

impl Default for Config {
    fn default() -> Self {
        Self { preview: 80, min_count: 1, webhook_url: None }
    }
}
