use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `redact`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Regular expressions of secrets to mask, besides the well-known keys.
    pub patterns: Vec<String>,
    /// The text that replaces a secret.
    pub mask: String,
    /// Whether secrets in what a model is asked are masked, too: in its instructions and in the
    /// texts of every message, but not in the arguments of tool calls that it made before.
    pub requests: bool,
    /// Whether secrets in messages to agents are masked before anything of them is stored; files that come with them are
    /// not masked.
    pub messages: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self { patterns: Vec::new(), mask: "[masked]".into(), requests: false, messages: false }
    }
}
