use super::kv::{KvCondition, KvOutcome, KvScan, KvSpace, KvWrite};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// The values of plugins in memory, for fakes and for hosts that keep nothing.
#[derive(Debug, Clone, Default)]
pub struct KvTable(BTreeMap<KvSpace, BTreeMap<String, Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    value: Value,
    expires: Option<SystemTime>,
}

impl Kept {
    fn is_there(&self, now: SystemTime) -> bool {
        self.expires.is_none_or(|end| now < end)
    }
}

impl KvTable {
    /// Returns the value of a key, unless it has expired.
    pub fn get(&self, space: &KvSpace, key: &str, now: SystemTime) -> Option<Value> {
        let kept = self.0.get(space)?.get(key)?;
        kept.is_there(now).then(|| kept.value.clone())
    }

    /// Writes or removes the value of a key.
    pub fn put(&mut self, space: &KvSpace, key: &str, write: KvWrite, now: SystemTime) -> KvOutcome {
        let old = self.get(space, key, now);
        let is_expected = match &write.condition {
            KvCondition::Always => true,
            KvCondition::Absent => old.is_none(),
            KvCondition::Equal(value) => old.as_ref() == Some(value),
        };
        if !is_expected {
            return KvOutcome::Unexpected;
        }
        let values = self.0.entry(space.clone()).or_default();
        let Some(value) = write.value else {
            values.remove(key);
            return KvOutcome::Written;
        };
        if old.is_none()
            && values.values().filter(|kept| kept.is_there(now)).count() as u64 >= write.most_keys
        {
            return KvOutcome::Full;
        }
        values.insert(key.to_owned(), Kept { value, expires: write.expires });
        KvOutcome::Written
    }

    /// Returns the keys that begin with a prefix, in order, with their values.
    pub fn scan(&self, space: &KvSpace, scan: KvScan<'_>, now: SystemTime) -> Vec<(String, Value)> {
        let values = self.0.get(space).into_iter().flatten();
        let wanted = values.filter(|(key, kept)| {
            key.starts_with(scan.prefix) && key.as_str() > scan.after && kept.is_there(now)
        });
        wanted.take(scan.limit as usize).map(|(key, kept)| (key.clone(), kept.value.clone())).collect()
    }

    /// Removes the values of spaces.
    pub fn remove_spaces(&mut self, gone: impl Fn(&KvSpace) -> bool) {
        self.0.retain(|space, _| !gone(space));
    }

    /// Removes what has expired.
    pub fn remove_expired(&mut self, now: SystemTime) {
        self.0.values_mut().for_each(|values| values.retain(|_, kept| kept.is_there(now)));
        self.0.retain(|_, values| !values.is_empty());
    }
}
