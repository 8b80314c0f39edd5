use super::check::unknown_keys;
use super::host_keys::{HOST_KEYS, fields_called_so, take_host_keys};
use super::problem::{Problems, push};
use super::schema_path::public_part;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// The section of a plugin in the configuration, not yet checked.
///
/// `Debug` shows its keys only: a value may be a secret, and only the plugin's type knows which.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(from = "Map<String, Value>")]
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

impl From<Map<String, Value>> for Section {
    fn from(values: Map<String, Value>) -> Self {
        Self(Value::Object(values))
    }
}

/// A table that says of itself that it is a section of a plugin, and hides its values until that plugin's schema is looked at.
impl JsonSchema for Section {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Section".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": true, "writeOnly": true, (Section::MARK): true })
    }
}

impl Section {
    /// The key of a JSON Schema by which a table is a section of the plugin that it is called after: in the options of a
    /// host, a `BTreeMap<String, Section>`.
    pub const MARK: &'static str = "x-plugin-section";

    /// Returns the values, secrets among them, for a process that makes the plugin.
    #[cfg(feature = "remote")]
    pub fn exposed(&self) -> &Value {
        &self.0
    }

    /// Parses the section as a `C`, or returns everything that does not fit.
    pub fn parse<C: DeserializeOwned + JsonSchema>(self) -> Result<C, Problems> {
        self.parse_with(&schemars::schema_for!(C))
    }

    /// Parses the section of a plugin as the plugin's own type `C`, which must leave the keys of the host alone.
    pub(crate) fn parse_of_plugin<C: DeserializeOwned + JsonSchema>(self) -> Result<C, Problems> {
        let schema = schemars::schema_for!(C);
        match fields_called_so(schema.as_value()) {
            none if none.is_empty() => self.parse_with(&schema),
            problems => Err(Problems(problems)),
        }
    }

    fn parse_with<C: DeserializeOwned>(self, schema: &Schema) -> Result<C, Problems> {
        let mut problems = unknown_keys(&self.0, schema);
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

    /// Returns the section with the values of another one in the place of its own, as [`with`](Self::with) does.
    #[must_use]
    pub fn over(&self, above: &Self) -> Self {
        above.0.as_object().map_or_else(|| above.clone(), |values| self.with(values))
    }

    /// Returns the keys of the host that the section has.
    pub(crate) fn host_keys(&self) -> impl Iterator<Item = &'static str> {
        HOST_KEYS.into_iter().filter(|key| self.0.get(key).is_some())
    }

    /// Returns the section without the keys of the host.
    #[must_use]
    pub(crate) fn without_host_keys(&self) -> Self {
        let mut section = self.clone();
        if let Some(table) = section.0.as_object_mut() {
            take_host_keys(table);
        }
        section
    }

    /// Returns whether something is set at a path, or around it other than a table.
    pub(crate) fn has(&self, path: &[String]) -> bool {
        let mut value = &self.0;
        for key in path {
            let Value::Object(table) = value else { return true };
            let Some(inner) = table.get(key) else { return false };
            value = inner;
        }
        true
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
