use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The settings of `starter`.
// `JsonSchema`: `config schema` and `config check` know each key, its type and its documentation.
// `default`: a section may leave keys out, and be absent. `deny_unknown_fields`: a misspelt key is an error, with a hint.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The terms, each with what it means.
    // A doc comment is what the operator reads about the key.
    pub terms: BTreeMap<String, String>,
}
