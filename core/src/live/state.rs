use super::agent_instance::AgentInstance;
use super::breakers::Breakers;
use super::entry_isolation::EntryIsolation;
use super::instances::Instances;
use super::plugin_entry::PluginEntry;
use super::retired::RetiredInstances;
use super::settings::Settings;
use super::status::Status;
use super::tasks::PluginTasks;
use super::usage_source::UsageSource;
use super::wiring::Wiring;
use crate::config::Problem;
use crate::cx::{CurrentChains, Role, Services};
use crate::fault::{FaultSink, Faults};
use crate::plugin::{Instance, Manifest};
use crate::registry::Registry;
#[cfg(feature = "remote")]
use crate::remote::WorkerTier;
use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, RwLock};
use tokio::sync;

/// A handler and an instance in the place of a hook's own, so that a test can make the hook fail.
pub(crate) type Replacement = (&'static (dyn Any + Send + Sync), Instance);

/// Replacements by plugin id and point.
pub(super) type Replacements = HashMap<(String, &'static str), Replacement>;

/// The state of a live set.
pub(super) struct State {
    pub(super) registry: Registry,
    pub(super) settings: Settings,
    pub(super) services: Services,
    pub(super) replacements: Replacements,
    /// Locked while plugins come and go, one at a time.
    pub(super) entries: sync::Mutex<Vec<PluginEntry>>,
    /// The picture of the entries that chains are built from.
    pub(super) snapshot: RwLock<PluginsSnapshot>,
    /// The chains for no agent in particular.
    pub(super) current: CurrentChains,
    /// Chains by agent and role, built when first asked for.
    pub(super) wirings: Mutex<HashMap<(String, Role), Wiring>>,
    /// Whether hooks at observe points are left out.
    pub(super) without_observers: AtomicBool,
    /// Instances that were replaced and are not stopped yet.
    pub(super) retired: RetiredInstances,
    /// Says what plugins take in this process.
    pub(super) usage: Option<UsageSource>,
    /// Where plugins run that do not run in this process.
    #[cfg(feature = "remote")]
    pub(super) workers: Option<Arc<dyn WorkerTier>>,
    pub(super) tasks: Arc<PluginTasks>,
    pub(super) sink: FaultSink,
    pub(super) faults: Faults,
}

/// A task that nobody stops would run on when the live set is gone, and a context that a plugin keeps would keep the plugin.
impl Drop for State {
    fn drop(&mut self) {
        self.tasks.cancel_all();
        self.current.clear();
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("snapshot", &self.snapshot).finish_non_exhaustive()
    }
}

/// A picture of the entries at one moment.
#[derive(Debug, Default)]
pub(super) struct PluginsSnapshot {
    pub(super) live: Vec<LivePlugin>,
    pub(super) statuses: Vec<(&'static str, Status)>,
    pub(super) problems: Vec<Problem>,
    pub(super) agents: Vec<AgentInstance>,
    pub(super) isolation: Vec<EntryIsolation>,
}

/// A plugin that is live.
#[derive(Debug, Clone)]
pub(super) struct LivePlugin {
    pub(super) manifest: &'static Manifest,
    pub(super) instances: Instances,
    pub(super) breakers: Breakers,
}
