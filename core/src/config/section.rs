use super::check::unknown_keys;
use super::problem::{Problems, push};
use super::schema_path::public_part;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::fmt;

/// The section of a plugin in the configuration, not yet checked.
///
/// `Debug` shows its keys only: a value may be a secret, and only the plugin's type knows which.
#[derive(Clone, PartialEq)]
pub struct Section(Value);

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.0.as_object().into_iter().flat_map(Map::keys);
        f.write_str("Section ")?;
        f.debug_set().entries(keys).finish()
    }
}

impl Default for Section {
    fn default() -> Self {
        Self(Value::Object(Map::new()))
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

    /// Returns the section with some values in the place of its own; tables are merged, lists are not.
    #[must_use]
    pub fn with(&self, values: &Map<String, Value>) -> Self {
        let mut section = self.clone();
        match section.0.as_object_mut() {
            Some(table) => merge(table, values),
            // A section that is no table is told when it is parsed.
            None => section.0 = Value::Object(values.clone()),
        }
        section
    }

    /// Returns the values of the section that its schema marks no secret.
    pub fn public_values(&self, schema: &Schema) -> Value {
        public_part(schema.as_value(), &self.0, &[]).unwrap_or_default()
    }
}

fn merge(table: &mut Map<String, Value>, values: &Map<String, Value>) {
    for (key, value) in values {
        match (table.get_mut(key), value) {
            (Some(Value::Object(inner)), Value::Object(values)) => merge(inner, values),
            _ => _ = table.insert(key.clone(), value.clone()),
        }
    }
}
