use super::{Fault, FaultKind};
use crate::lock::lock;
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

/// How often the code of each plugin has failed, by the way in which it did.
#[derive(Debug, Default)]
pub(crate) struct FaultCounts(Mutex<HashMap<String, BTreeMap<FaultKind, u64>>>);

impl FaultCounts {
    pub(super) fn count(&self, fault: &Fault) {
        let mut counts = lock(&self.0);
        let kinds = counts.entry(fault.plugin.clone()).or_default();
        *kinds.entry(fault.kind).or_default() += 1;
    }

    /// Returns how often a plugin has failed in each of the ways in which it did.
    pub(super) fn of(&self, plugin: &str) -> BTreeMap<FaultKind, u64> {
        lock(&self.0).get(plugin).cloned().unwrap_or_default()
    }
}
