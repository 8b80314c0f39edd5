use super::Origin;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Values from several sources, the later over the earlier, and where each came from.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    values: Map<String, Value>,
    origins: BTreeMap<Vec<String>, Origin>,
}

impl Tree {
    /// Returns the values.
    pub fn values(&self) -> &Map<String, Value> {
        &self.values
    }

    /// Returns where a value, or the nearest one around it, came from.
    pub fn origin(&self, path: &[String]) -> Option<&Origin> {
        (1..=path.len()).rev().find_map(|length| self.origins.get(&path[..length]))
    }

    /// Puts a value in its place; tables on the way are made.
    pub(super) fn set(&mut self, path: &[String], value: Value, origin: &Origin) {
        self.origins.retain(|known, _| !known.starts_with(path));
        self.origins.insert(path.to_vec(), origin.clone());
        let Some((last, tables)) = path.split_last() else {
            return;
        };
        let mut table = &mut self.values;
        for key in tables {
            let next = table.entry(key).or_insert_with(|| Value::Object(Map::new()));
            if !next.is_object() {
                *next = Value::Object(Map::new());
            }
            let Value::Object(inner) = next else { return };
            table = inner;
        }
        table.insert(last.clone(), value);
    }

    /// Notes where a key of a file stands, without touching its value.
    pub(super) fn mark(&mut self, path: Vec<String>, origin: Origin) {
        self.origins.insert(path, origin);
    }
}
