use super::Origin;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Values from several sources, the later over the earlier, and where each came from.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    values: Map<String, Value>,
    origins: BTreeMap<Vec<String>, Origin>,
    /// What stands on each line of the file, even if a later source wins over it.
    lines: BTreeMap<usize, Vec<Vec<String>>>,
}

impl Tree {
    /// Returns the values.
    pub fn values(&self) -> &Map<String, Value> {
        &self.values
    }

    /// Returns where a value came from, or else something in it, or else the nearest one around it.
    pub fn origin(&self, path: &[String]) -> Option<&Origin> {
        let at = |path: &[String]| self.origins.get(path);
        let around = || (1..path.len()).rev().find_map(|length| at(&path[..length]));
        at(path).or_else(|| self.inside(path)).or_else(around)
    }

    /// A table that only a variable made, by setting a key in it, has no origin of its own.
    fn inside(&self, path: &[String]) -> Option<&Origin> {
        let mut later = self.origins.range(path.to_vec()..);
        later.next().filter(|(known, _)| known.starts_with(path)).map(|(_, origin)| origin)
    }

    /// Returns the settings on a line of the file, without the tables around them.
    pub(super) fn on_line(&self, line: usize) -> impl Iterator<Item = &Vec<String>> {
        let paths = self.lines.get(&line).map(Vec::as_slice).unwrap_or_default();
        let inner = |path: &Vec<String>| paths.iter().any(|it| it.len() > path.len() && it.starts_with(path));
        paths.iter().filter(move |path| !inner(path))
    }

    /// Puts a value in its place; tables on the way are made.
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
                // What was there is gone, and the new table is the later source's doing.
                let gone = &path[..=depth];
                self.origins.retain(|known, _| !known.starts_with(gone) || known == path);
            }
            let Value::Object(inner) = next else { return };
            table = inner;
        }
        table.insert(last.clone(), value);
    }

    /// Notes where a key of a file stands, without touching its value.
    pub(super) fn mark(&mut self, path: Vec<String>, origin: Origin) {
        if let Origin::File(spot) = &origin {
            self.lines.entry(spot.line()).or_default().push(path.clone());
        }
        self.origins.insert(path, origin);
    }
}
