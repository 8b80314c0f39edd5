use crate::misbehaviour::Misbehaviour;
use schemars::JsonSchema;
use serde::Deserialize;

/// The settings of a plugin that misbehaves.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What `#[init]` does.
    pub init: Option<Misbehaviour>,
    /// What `#[start]` does.
    pub start: Option<Misbehaviour>,
    /// What `#[stop]` does.
    pub stop: Option<Misbehaviour>,
    /// The id of the host's process.
    pub host: i32,
    /// A port of this machine that somebody listens on.
    pub port: u16,
    /// The address of a value in the host's memory.
    pub address: u64,
}
