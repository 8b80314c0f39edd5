use super::plugin_entry::PluginEntry;
use super::plugins::Plugins;
use super::status::Status;
use crate::fault::FaultKind;
use crate::point::FailurePolicy;
use crate::watchdog::{self, Overrun};
use std::sync::Arc;

/// What is said of a hook whose plugin is not called any more.
const TRIPPED: &str =
    "its plugin has kept a thread past its time-out, and is off until it is switched on again";

impl Plugins {
    /// Returns whether an overrun is of code of one of these plugins.
    pub fn owns(&self, overrun: &Overrun) -> bool {
        overrun.reports_to(&self.state().sink)
    }

    /// Has no code of a plugin be called any more, at once and in requests that are under way too; what runs goes on.
    ///
    /// Hooks that fail closed refuse, others are left out; calls of all else fail. It waits for nothing, so that it can be
    /// called where the runtime is stuck; [`take_off`](Self::take_off) is the rest.
    pub fn trip(&self, overrun: &Overrun) {
        watchdog::trip(&self.state().sink, overrun.plugin());
        let snapshot = self.snapshot();
        let plugin = snapshot.live.iter().find(|it| it.manifest.id == overrun.plugin());
        if let Some(plugin) = plugin {
            plugin.breakers.trip(FaultKind::Suspended, TRIPPED);
        }
    }

    /// Takes a plugin that was [tripped](Self::trip) away from new requests, with the reason as its status, until the
    /// operator switches it on again.
    ///
    /// One with hooks that fail closed stays in the chains, where these refuse: nothing is let through that it guards.
    pub async fn take_off(&self, plugin: &str, why: String) {
        let mut entries = self.state().entries.lock().await;
        let Ok(entry) = self.find(&mut entries, plugin) else { return };
        if entry.status != Status::Live {
            return;
        }
        entry.status = Status::Failed(why);
        if !self.guards(entry) {
            self.retire(entry);
        }
        self.rewire(&entries);
    }

    /// Stops the instances of a plugin when their calls are over.
    pub(super) fn retire(&self, entry: &mut PluginEntry) {
        let Some(old) = entry.instances.take() else { return };
        let weak = old.all().map(|(_, live)| Arc::downgrade(&live.instance)).collect();
        let stopping = entry.stopping(&old, &self.own_cx());
        self.state().retired.stop_when_unused(entry.manifest.id, weak, stopping);
    }

    /// Returns whether some hook of a plugin refuses where it cannot be called.
    fn guards(&self, entry: &PluginEntry) -> bool {
        let closed =
            |hook| self.settings().policy(entry.manifest.id, hook).on_failure == FailurePolicy::Closed;
        entry.manifest.hooks.iter().any(closed)
    }
}
