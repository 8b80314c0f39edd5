use super::check::unknown_keys;
use super::problem::{Problems, push};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt;

/// The section of a plugin in the configuration, not yet checked.
///
/// `Debug` shows its keys only: a value may be a secret, and only the plugin's type knows which.
#[derive(Clone, PartialEq)]
pub struct Section(Value);

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.0.as_object().into_iter().flat_map(serde_json::Map::keys);
        f.write_str("Section ")?;
        f.debug_set().entries(keys).finish()
    }
}

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
    /// Parses the section as a `C`, or returns everything that does not fit.
    pub fn parse<C: DeserializeOwned + JsonSchema>(self) -> Result<C, Problems> {
        let mut problems = unknown_keys(&self.0, &schemars::schema_for!(C));
        match serde_path_to_error::deserialize(self.0) {
            Ok(config) if problems.is_empty() => return Ok(config),
            Ok(_) => {}
            Err(error) => push(&mut problems, error),
        }
        Err(Problems(problems))
    }
}
