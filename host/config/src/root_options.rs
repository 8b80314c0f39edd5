use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::live::{AgentPlugins, Settings};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A program's own part of the configuration: a struct with one field for each section of the file.
///
/// The names of the sections, the schema and what may be printed all come from the type's JSON Schema.
pub trait RootOptions: DeserializeOwned + JsonSchema + Default {
    /// Returns the mistakes that the types do not rule out, such as names that nothing in the binary has. The paths of
    /// the problems are those of the file.
    fn check(&self, settings: &Settings, registry: &Registry) -> Vec<Problem>;

    /// Returns the decisions about plugins that hold for single agents, by the agent's name, where the program has agents.
    /// Their sections are values of the type [`Section`](hookwire::config::Section), by the plugin's id.
    fn agent_plugins(&self) -> BTreeMap<String, AgentPlugins> {
        BTreeMap::new()
    }
}
