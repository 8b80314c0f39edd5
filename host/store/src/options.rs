use hookwire::Secret;
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::PathBuf;

/// The `[store]` section of the configuration.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StoreOptions {
    /// The data folder; `hookwire` in the user's own data folder, if absent.
    pub data: Option<PathBuf>,
    /// A PostgreSQL database instead of a file: `postgres://user:password@host/name`.
    pub url: Option<Secret>,
}
