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
    /// The URL that finished turns are posted to; without it nothing is posted, and an empty one is warned of
    /// with every turn. It may hold a token and is never printed.
    pub webhook_url: Option<Secret>,
}

impl Default for Config {
    fn default() -> Self {
        Self { preview: 80, min_count: 1, webhook_url: None }
    }
}
