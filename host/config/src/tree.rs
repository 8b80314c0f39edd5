use super::origin::Origin;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The values of all sources, the later over the earlier, each with its origin.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    values: Map<String, Value>,
    origins: BTreeMap<Vec<String>, Origin>,
    /// The paths on each line of the file, also those that a later source has overridden.
    lines: BTreeMap<usize, Vec<Vec<String>>>,
}

impl Tree {
    /// Returns the values.
    pub fn values(&self) -> &Map<String, Value> {
        &self.values
    }

    /// Returns the origin of a value, else of something inside it, else of the nearest value around it.
    pub fn origin(&self, path: &[String]) -> Option<&Origin> {
        let at = |path: &[String]| self.origins.get(path);
        let around = || (1..path.len()).rev().find_map(|length| at(&path[..length]));
        at(path).or_else(|| self.inside(path)).or_else(around)
    }

    /// Returns the origin of something inside a table: a table that a variable has made has no origin of its own.
    fn inside(&self, path: &[String]) -> Option<&Origin> {
        let mut later = self.origins.range(path.to_vec()..);
        later.next().filter(|(known, _)| known.starts_with(path)).map(|(_, origin)| origin)
    }

    /// Returns the paths on a line of the file, without the tables around them.
    pub(super) fn on_line(&self, line: usize) -> impl Iterator<Item = &Vec<String>> {
        let paths = self.lines.get(&line).map(Vec::as_slice).unwrap_or_default();
        let inner = |path: &Vec<String>| paths.iter().any(|it| it.len() > path.len() && it.starts_with(path));
        paths.iter().filter(move |path| !inner(path))
    }

    /// Sets a value; tables on its path are made.
    pub(super) fn set(&mut self, path: &[String], value: Value, origin: &Origin) {
        self.origins.retain(|known, _| !known.starts_with(path));
        self.origins.insert(path.to_vec(), origin.clone());
        let Some((last, tables)) = path.split_last() else {
            return;
        };
        let mut table = &mut self.values;
        for (depth, key) in tables.iter().enumerate() {
            let next = table.entry(key).or_insert_with(|| Value::Object(Map::new()));
            if !next.is_object() {
                *next = Value::Object(Map::new());
                // The value that stood here is replaced by a table of the later source.
                let gone = &path[..=depth];
                self.origins.retain(|known, _| !known.starts_with(gone) || known == path);
            }
            let Value::Object(inner) = next else { return };
            table = inner;
        }
        table.insert(last.clone(), value);
    }

    /// Sets the origin of a key of the file, without touching its value.
    pub(super) fn mark(&mut self, path: Vec<String>, origin: Origin) {
        if let Origin::File(spot) = &origin {
            self.lines.entry(spot.line()).or_default().push(path.clone());
        }
        self.origins.insert(path, origin);
    }
}
