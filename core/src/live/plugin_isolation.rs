use super::entry_isolation::EntryIsolation;
use super::plugins::Plugins;
use crate::fault::FaultKind;
use crate::plugin::{ChosenBy, Isolation, Limits, Manifest, PluginUsage, Tier, TierChoice, WorkerStatus};
use crate::watchdog;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The isolation of a plugin: where it runs and who wants that, its limits, and what it takes; what nobody knows is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PluginIsolation {
    /// The plugin's id.
    pub plugin: String,
    /// Where its code runs; `None`, while it does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// The tier that it is to run in.
    pub chosen: Tier,
    /// Who has chosen that tier.
    pub chosen_by: ChosenBy,
    /// The limits that the operator has set.
    #[serde(default, skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// What its code in the host's process takes.
    #[serde(default, skip_serializing_if = "PluginUsage::is_unknown")]
    pub usage: PluginUsage,
    /// Its workers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workers: Vec<WorkerStatus>,
    /// How often its code has failed since the host started, by the ways in which it did.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub faults: BTreeMap<FaultKind, u64>,
}

impl PluginIsolation {
    /// Makes the isolation of a plugin that does not run, as the operator wants it.
    pub fn planned(plugin: &Manifest, operator: Isolation) -> Self {
        let TierChoice { tier: chosen, by: chosen_by } = plugin.tier_choice(&operator);
        Self {
            plugin: plugin.id.to_owned(),
            tier: None,
            chosen,
            chosen_by,
            limits: operator.limits,
            usage: PluginUsage::default(),
            workers: Vec::new(),
            faults: BTreeMap::new(),
        }
    }

    /// Returns what its code takes in all processes together.
    pub fn total_usage(&self) -> PluginUsage {
        self.workers.iter().fold(self.usage, |sum, worker| sum.and(worker.usage))
    }

    /// Returns how often its processes were started anew; `None`, if it has none.
    pub fn restarts(&self) -> Option<u64> {
        (!self.workers.is_empty()).then(|| self.workers.iter().map(|worker| worker.restarts).sum())
    }
}

impl Plugins {
    /// Returns the isolation of each plugin, by id.
    pub fn isolation(&self) -> Vec<PluginIsolation> {
        let entries = self.snapshot().isolation.clone();
        let mut all: Vec<_> = entries.into_iter().map(|entry| self.look_at(entry)).collect();
        all.sort_by(|one, other| one.plugin.cmp(&other.plugin));
        all
    }

    /// Returns the isolation of a plugin, if it is one of these.
    pub fn isolation_of(&self, plugin: &Manifest) -> Option<PluginIsolation> {
        let found = self.snapshot().isolation.iter().find(|entry| entry.manifest.id == plugin.id).cloned();
        found.map(|entry| self.look_at(entry))
    }

    /// Returns where the code of a plugin runs; while it does not run, where it is to run.
    pub fn tier(&self, plugin: &Manifest) -> Tier {
        let snapshot = self.snapshot();
        match snapshot.isolation.iter().find(|entry| entry.manifest.id == plugin.id) {
            Some(entry) => entry.tier.unwrap_or_else(|| plugin.tier_choice(&entry.operator).tier),
            None => self.settings().tier_of(plugin),
        }
    }

    fn look_at(&self, EntryIsolation { manifest, tier, operator }: EntryIsolation) -> PluginIsolation {
        let state = self.state();
        PluginIsolation {
            tier,
            usage: match &state.usage {
                Some(source) => source.of(manifest),
                None if tier == Some(Tier::Worker) => PluginUsage::default(),
                None => measured(manifest),
            },
            workers: self.workers(manifest),
            faults: state.sink.counts(manifest.id),
            ..PluginIsolation::planned(manifest, operator)
        }
    }

    #[cfg(feature = "remote")]
    fn workers(&self, plugin: &Manifest) -> Vec<WorkerStatus> {
        let workers = self.state().workers.as_ref();
        workers.map(|workers| workers.status(plugin.id)).unwrap_or_default()
    }

    #[cfg(not(feature = "remote"))]
    #[expect(clippy::unused_self, reason = "with the feature `remote` there may be some")]
    fn workers(&self, _: &Manifest) -> Vec<WorkerStatus> {
        Vec::new()
    }
}

/// Returns what the watchdog and the allocator of this binary know.
fn measured(plugin: &Manifest) -> PluginUsage {
    let Some(usage) = watchdog::usage_of(plugin.id) else { return PluginUsage::default() };
    PluginUsage {
        memory_bytes: usage.memory.map(|memory| memory.bytes),
        memory_peak: usage.memory.map(|memory| memory.peak),
        cpu: Some(usage.cpu),
    }
}
