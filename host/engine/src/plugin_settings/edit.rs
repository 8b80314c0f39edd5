use super::error::PluginSettingsError;
use crate::store::PluginChange;
use hookwire::config::{is_host_key, is_public, schemas_at};
use hookwire::plugin::Manifest;
use serde_json::{Map, Value};

/// A wish to change a plugin while the host runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PluginEdit {
    /// The values to set, each with the path of its key.
    pub set: Vec<(Vec<String>, Value)>,
    /// The paths of keys that are to be as the configuration says.
    pub unset: Vec<Vec<String>>,
    /// Whether the plugin is to be on or off; as it is, if absent.
    pub enabled: Option<bool>,
}

impl PluginEdit {
    /// Returns what stands over the configuration after the edit: settings, and whether the plugin is on.
    pub(super) fn after(
        &self,
        last: Option<&PluginChange>,
        plugin: &Manifest,
    ) -> Result<(Map<String, Value>, Option<bool>), PluginSettingsError> {
        if self == &Self::default() {
            return Err(PluginSettingsError::Nothing { id: plugin.id.into() });
        }
        let mut values = last.map(|last| last.values.clone()).unwrap_or_default();
        for path in &self.unset {
            remove(&mut values, path)
                .ok_or_else(|| PluginSettingsError::NotSet { id: plugin.id.into(), key: path.join(".") })?;
        }
        for (path, value) in &self.set {
            check_secret(plugin, path)?;
            insert(&mut values, path, value.clone())?;
        }
        Ok((values, self.enabled.or(last.and_then(|last| last.enabled))))
    }
}

/// Makes sure that no secret gets into the store; the keys of the host have none. A key that the schema does not know is told
/// when the plugin is made.
fn check_secret(plugin: &Manifest, path: &[String]) -> Result<(), PluginSettingsError> {
    if path.first().is_some_and(|key| is_host_key(key)) {
        return Ok(());
    }
    let schema = match plugin.config_schema() {
        None => return Ok(()),
        Some(Ok(schema)) => schema,
        Some(Err(error)) => {
            return Err(PluginSettingsError::NoSchema { id: plugin.id.into(), why: error.to_string() });
        }
    };
    let root = schema.as_value();
    let is_known = !schemas_at(root, path).is_empty();
    if is_known && !is_public(root, path) {
        return Err(PluginSettingsError::Secret { id: plugin.id.into(), key: path.join(".") });
    }
    Ok(())
}

fn insert(table: &mut Map<String, Value>, path: &[String], value: Value) -> Result<(), PluginSettingsError> {
    let [key, rest @ ..] = path else { return Err(PluginSettingsError::EmptyKey) };
    if key.is_empty() {
        return Err(PluginSettingsError::EmptyKey);
    }
    if rest.is_empty() {
        table.insert(key.clone(), value);
        return Ok(());
    }
    let inner = table.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    inner.as_object_mut().map_or(Ok(()), |inner| insert(inner, rest, value))
}

/// Removes a value, and the tables that are empty without it; returns it.
fn remove(table: &mut Map<String, Value>, path: &[String]) -> Option<Value> {
    let (key, rest) = path.split_first()?;
    if rest.is_empty() {
        return table.remove(key);
    }
    let inner = table.get_mut(key)?.as_object_mut()?;
    let removed = remove(inner, rest)?;
    if inner.is_empty() {
        table.remove(key);
    }
    Some(removed)
}
