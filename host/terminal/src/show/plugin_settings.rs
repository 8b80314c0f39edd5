use crate::ui::{ago, lines, safe, table};
use hookwire_engine::PluginSettings;
use hookwire_engine::store::PluginChange;
use serde_json::{Map, Value};

/// Returns a table of a plugin's settings, and where each comes from; secrets are not among them.
pub fn settings_text(settings: &PluginSettings) -> String {
    let version = settings.version;
    let leaves = settings.values.as_object().map(leaves).unwrap_or_default();
    if leaves.is_empty() {
        return format!("nothing is set: all settings are as the plugin has them (version {version})");
    }
    let mut table = table(&["setting", "value", "set by"]);
    for (path, value) in leaves {
        let by =
            if is_in(&settings.changed, &path) { "a change while a host ran" } else { "the configuration" };
        table.add_row([safe(&path.join(".")), value.to_string(), by.into()]);
    }
    format!("{}\nversion {version}", lines(&table))
}

/// Returns a table of a plugin's changes, the latest first.
pub fn history_text(changes: &[PluginChange]) -> String {
    if changes.is_empty() {
        return "nothing was changed while a host ran".into();
    }
    let mut table = table(&["version", "when", "by", "switched", "settings over the configuration"]);
    for change in changes {
        let switched = match change.enabled {
            Some(true) => "on",
            Some(false) => "off",
            None => "",
        };
        let values = leaves(&change.values).into_iter();
        let values: Vec<_> =
            values.map(|(path, value)| format!("{} = {value}", safe(&path.join(".")))).collect();
        table.add_row([
            change.version.to_string(),
            ago(change.at),
            safe(&change.by),
            switched.into(),
            values.join(", "),
        ]);
    }
    lines(&table)
}

/// Returns the values of a table that are no tables, each with its path, in order.
fn leaves(table: &Map<String, Value>) -> Vec<(Vec<String>, &Value)> {
    let mut found = Vec::new();
    for (key, value) in table {
        match value.as_object().filter(|inner| !inner.is_empty()) {
            Some(inner) => found.extend(leaves(inner).into_iter().map(|(mut path, value)| {
                path.insert(0, key.clone());
                (path, value)
            })),
            None => found.push((vec![key.clone()], value)),
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// Returns whether a table says something of a path, or of what stands around it.
fn is_in(table: &Map<String, Value>, path: &[String]) -> bool {
    let Some((key, rest)) = path.split_first() else { return true };
    match table.get(key) {
        Some(Value::Object(inner)) if !inner.is_empty() => is_in(inner, rest),
        found => found.is_some(),
    }
}
