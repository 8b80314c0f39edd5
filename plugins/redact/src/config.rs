use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `redact`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Regular expressions of what is masked beside the well-known keys.
    pub patterns: Vec<String>,
    /// What is written in its place.
    pub mask: String,
}

impl Default for Config {
    fn default() -> Self {
        Self { patterns: Vec::new(), mask: "[masked]".into() }
    }
}
