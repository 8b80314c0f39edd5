use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of `attachment-hints`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The size in bytes up to which the text of a file is shown to the model; 0 to show names, sizes and types alone.
    pub max_file_bytes: u64,
    /// The bytes of text that are shown of all files of a message together.
    pub max_total_bytes: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self { max_file_bytes: 16 * 1024, max_total_bytes: 64 * 1024 }
    }
}
