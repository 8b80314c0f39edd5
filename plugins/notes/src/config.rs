use schemars::JsonSchema;
use serde::Deserialize;
use std::path::PathBuf;

/// The settings of `notes`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The file to keep notes in, one JSON object a line; `notes.jsonl` in the host's data folder, if absent.
    ///
    /// A last line that was cut short is moved to a file of the same name and `.torn`.
    pub file: Option<PathBuf>,
}
