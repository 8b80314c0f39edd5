use schemars::JsonSchema;
use serde::Deserialize;
use std::path::PathBuf;

/// The settings of `notes`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The file that notes are saved in, one JSON object a line; `notes.jsonl` in the plugin's own folder by default.
    ///
    /// If the last line is incomplete, it is moved to a file of the same name with `.torn` appended.
    pub file: Option<PathBuf>,
}
