use super::instances::Instances;
use super::plugin_entry::PluginEntry;
use super::status::Status;
use crate::plugin::{Isolation, Manifest, Tier};

/// Where a plugin runs, and what the operator wants.
#[derive(Debug, Clone)]
pub(super) struct EntryIsolation {
    pub(super) manifest: &'static Manifest,
    /// `None`, while it does not run.
    pub(super) tier: Option<Tier>,
    pub(super) operator: Isolation,
}

impl EntryIsolation {
    pub(super) fn of(entry: &PluginEntry) -> Self {
        let instances = entry.instances.as_ref().filter(|_| entry.status == Status::Live);
        Self {
            manifest: entry.manifest,
            tier: instances.map(Instances::own).map(|own| own.tier),
            operator: entry.sections.isolation.clone(),
        }
    }
}
