use super::Change;
use serde::Serialize;
use serde_json::Value;

/// An event as JSON, to find what a hook changes in it.
///
/// It is kept as text because most hooks change nothing, and texts are compared in a fraction of the time that trees
/// take; the event that one hook leaves is the one that the next finds.
#[derive(Debug, Default)]
pub(crate) struct Snapshot(Option<Vec<u8>>);

impl Snapshot {
    /// Takes the snapshot, unless there is one.
    pub(crate) fn take<T: Serialize>(&mut self, event: &T) {
        if self.0.is_none() {
            self.0 = serde_json::to_vec(event).ok();
        }
    }

    /// Takes a new snapshot, and returns what has changed since the last, value by value.
    pub(crate) fn changes<T: Serialize>(&mut self, event: &T) -> Vec<Change> {
        let before = self.0.take();
        self.take(event);
        let mut found = Vec::new();
        if let (Some(before), Some(after)) = (before, &self.0)
            && before != *after
        {
            let read = |text: &[u8]| serde_json::from_slice::<Value>(text).ok();
            compare(String::new(), read(&before).as_ref(), read(after).as_ref(), &mut found);
        }
        found
    }
}

fn compare(path: String, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Change>) {
    match (before, after) {
        (Some(before), Some(after)) if before == after => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let fresh = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(fresh) {
                compare(format!("{path}/{key}"), old.get(key), new.get(key), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for index in 0..old.len().max(new.len()) {
                compare(format!("{path}/{index}"), old.get(index), new.get(index), found);
            }
        }
        _ => found.push(Change { path, before: before.cloned(), after: after.cloned() }),
    }
}
