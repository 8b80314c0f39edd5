//! A plugin's section of the configuration, checked against the plugin's own type.

mod check;
mod problem;

pub use problem::{Problem, Problems};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A plugin's section of the configuration, not yet checked.
#[derive(Debug, Clone)]
pub struct Section(Value);

impl Default for Section {
    fn default() -> Self {
        Self(Value::Object(serde_json::Map::new()))
    }
}

impl From<Value> for Section {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl Section {
    /// Checks the section against `C` and makes one; says everything that does not fit.
    pub fn parse<C: DeserializeOwned + JsonSchema>(self) -> Result<C, Problems> {
        let mut problems = check::unknown_keys(&self.0, &schemars::schema_for!(C));
        match serde_path_to_error::deserialize(self.0) {
            Ok(config) if problems.is_empty() => return Ok(config),
            Ok(_) => {}
            Err(error) => problem::push(&mut problems, error),
        }
        Err(Problems(problems))
    }
}
