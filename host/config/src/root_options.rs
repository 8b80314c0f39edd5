use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::live::Settings;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// A program's own part of the configuration: a struct with one field for each section of the file.
///
/// The names of the sections, the schema and what may be printed all come from the type's JSON Schema.
pub trait RootOptions: DeserializeOwned + JsonSchema + Default {
    /// Returns the mistakes that the types do not rule out, such as names that nothing in the binary has. The paths of
    /// the problems are those of the file.
    fn check(&self, settings: &Settings, registry: &Registry) -> Vec<Problem>;
}
