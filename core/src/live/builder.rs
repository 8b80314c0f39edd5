use super::breakers::FailingCounters;
use super::instance_maker::InstanceMaker;
use super::plugin_entry::PluginEntry;
use super::plugins::Plugins;
use super::retired::RetiredInstances;
use super::settings::Settings;
use super::start_error::StartError;
#[cfg(feature = "test")]
use super::state::Replacement;
use super::state::{Replacements, State};
use super::tasks::PluginTasks;
use super::usage_source::UsageSource;
use crate::cx::{CurrentChains, Services};
use crate::fault::FaultSink;
use crate::plugin::{Manifest, PluginUsage};
use crate::registry::Registry;
#[cfg(feature = "remote")]
use crate::remote::WorkerTier;
use crate::watchdog;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;
use tokio::sync;

/// The builder of a live set.
#[derive(Debug)]
pub struct Builder {
    registry: Registry,
    settings: Settings,
    services: Services,
    replacements: Replacements,
    usage: Option<UsageSource>,
    #[cfg(feature = "remote")]
    workers: Option<Arc<dyn WorkerTier>>,
    lifecycle_timeout: Duration,
}

/// The time that an instance has for its init, its start and its stop, each.
const LIFECYCLE_TIMEOUT: Duration = Duration::from_secs(30);

impl Plugins {
    /// Begins a live set with the plugins of a registry.
    pub fn of(registry: Registry) -> Builder {
        Builder {
            registry,
            settings: Settings::default(),
            services: Services::default(),
            replacements: Replacements::default(),
            usage: None,
            #[cfg(feature = "remote")]
            workers: None,
            lifecycle_timeout: LIFECYCLE_TIMEOUT,
        }
    }
}

impl Builder {
    /// Takes the decisions of the operator.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Takes the services of the host.
    #[must_use]
    pub fn services(mut self, services: Services) -> Self {
        self.services = services;
        self
    }

    /// Takes a function that says what the code of a plugin takes in this process, in the place of the watchdog and of an
    /// allocator that counts: [`Plugins::isolation`] asks it.
    #[must_use]
    pub fn usage(mut self, usage: impl Fn(&'static Manifest) -> PluginUsage + Send + Sync + 'static) -> Self {
        self.usage = Some(UsageSource::new(usage));
        self
    }

    /// Takes where plugins run that do not run in this process: [`Plugins::isolation`] asks it for their workers.
    #[cfg(feature = "remote")]
    #[must_use]
    pub fn workers(mut self, workers: Arc<dyn WorkerTier>) -> Self {
        self.workers = Some(workers);
        self
    }

    /// Sets the time that an instance of a plugin has for its init, its start and its stop, each; 30 seconds if nobody does.
    #[must_use]
    pub fn lifecycle_timeout(mut self, timeout: Duration) -> Self {
        self.lifecycle_timeout = timeout;
        self
    }

    #[cfg(feature = "test")]
    pub(crate) fn replace(&mut self, plugin: &str, point: &'static str, with: Replacement) {
        self.replacements.insert((plugin.to_owned(), point), with);
    }

    /// Initialises every plugin and then starts every plugin, each after those that it names in `after`, else by id.
    ///
    /// Nothing is wired before all have started: what wants to fire at others when it starts hooks `host.start`.
    /// Needs a tokio runtime with its time on. Faults wait until [`Plugins::run_fault_delivery`] or
    /// [`Plugins::flush_faults`] delivers them.
    ///
    /// A plugin that fails is left out, and nothing of it is live; [`Plugins::status`] says why. One that fails with the
    /// settings of an agent is left out for that agent; [`Plugins::agent_instances`] says why. If it owns a gate, nothing
    /// starts at all.
    pub async fn start(self) -> Result<Plugins, StartError> {
        let problems = self.settings.check(&self.registry);
        if !problems.is_empty() {
            return Err(StartError::Settings(problems));
        }
        // That it can be done was just checked.
        let moved = self.settings.order.apply(&self.registry).ok().flatten();
        let registry = moved.unwrap_or(self.registry);
        let (sink, faults) = FaultSink::channel();
        let tasks = Arc::new(PluginTasks::new(sink.clone()));
        let mut services = self.services;
        services.tasks = Some(Arc::clone(&tasks) as _);
        let mut failing = FailingCounters::default();
        let maker = InstanceMaker {
            #[cfg(feature = "remote")]
            workers: self.workers.clone(),
        };
        let entries = registry.start_order().iter();
        let entry = |plugin: &&'static Manifest| {
            let sections = self.settings.sections_of(plugin.id);
            let (maker, tasks, sink) = (maker.clone(), Arc::clone(&tasks), sink.clone());
            PluginEntry::new(plugin, sections, &mut failing, maker, tasks, sink, self.lifecycle_timeout)
        };
        let entries = entries.map(entry).collect();
        for plugin in registry.plugins() {
            watchdog::limit_calls(plugin.id, self.settings.isolation_of(plugin.id).limits.cpu_per_call);
        }
        let without_observers = AtomicBool::new(self.settings.without_observers);
        let plugins = Plugins::with_state(State {
            registry,
            settings: self.settings,
            services,
            replacements: self.replacements,
            entries: sync::Mutex::new(entries),
            snapshot: RwLock::default(),
            current: CurrentChains::default(),
            without_observers,
            retired: RetiredInstances::default(),
            usage: self.usage,
            #[cfg(feature = "remote")]
            workers: self.workers,
            wirings: Mutex::default(),
            tasks,
            sink,
            faults,
        });
        plugins.start_all().await?;
        Ok(plugins)
    }
}
