use super::agent_instance::AgentInstance;
use super::settings::Settings;
use super::state::{PluginsSnapshot, State};
use super::status::Status;
use super::tool_sources::ToolSourceStatus;
use super::wiring::Wiring;
use crate::config::Problem;
use crate::cx::{Cancel, Cx, Identity, Role, Task, TaskService};
use crate::lock;
use crate::plugin::{Held, Plugin};
use crate::registry::Registry;
use crate::trace::Trace;
use std::sync::{Arc, RwLockReadGuard};

/// The live set: plugins that run, and the chains they make.
#[derive(Debug, Clone)]
pub struct Plugins(Arc<State>);

impl Plugins {
    pub(super) fn with_state(state: State) -> Self {
        Self(Arc::new(state))
    }

    pub(super) fn state(&self) -> &State {
        &self.0
    }

    /// Returns the registry: what is known before any code of a plugin runs.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// Returns the decisions of the operator.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Returns the state of each plugin, by id.
    pub fn status(&self) -> Vec<(&'static str, Status)> {
        self.snapshot().statuses.clone()
    }

    /// Returns the agents that have settings of their own for a plugin, by the plugin's id.
    pub fn agent_instances(&self) -> Vec<AgentInstance> {
        self.snapshot().agents.clone()
    }

    /// Returns the parts of the configuration that did not fit; the plugins concerned are not live.
    pub fn problems(&self) -> Vec<Problem> {
        self.snapshot().problems.clone()
    }

    /// Returns the sources of tools of a plugin that is live, each with the list that it gave last; nothing is asked. Those of
    /// the plugin's own instance come first, and then those of the instances of agents.
    pub fn tool_sources(&self, plugin: &str) -> Vec<ToolSourceStatus> {
        let snapshot = self.snapshot();
        let found = snapshot.live.iter().filter(|live| live.manifest.id == plugin);
        let sources = found
            .flat_map(|live| live.instances.all())
            .flat_map(|(agent, instance)| instance.sources.iter().map(move |source| source.status(agent)));
        sources.collect()
    }

    /// Returns the tasks that run, in the order they began, by the plugin's id.
    pub fn tasks(&self) -> Vec<(&'static str, Task)> {
        self.0.tasks.all()
    }

    /// Returns the service that runs tasks for these plugins, for contexts that a host makes with services of its own.
    pub fn task_service(&self) -> Arc<dyn TaskService> {
        Arc::clone(&self.0.tasks) as _
    }

    /// Looks at the own instance of a plugin that is live, or returns `None` if there is none of this type.
    pub fn with_plugin<P: Plugin + Send + Sync, T>(&self, look: impl FnOnce(&P) -> T) -> Option<T> {
        // By type: a constant manifest has an address in each crate that names it.
        let instances: Vec<_> = self.snapshot().live.iter().map(|it| it.instances.own().clone()).collect();
        instances.iter().find_map(|live| Held::find(&*live.instance)).map(look)
    }

    /// Returns the chains for an agent and role. A request takes them once and keeps them to its end.
    pub fn wiring(&self, agent: &str, role: Role) -> Wiring {
        let mut wirings = lock::lock(&self.0.wirings);
        let key = (agent.to_owned(), role);
        let works =
            |plugin| !self.settings().is_disabled_for(agent, plugin) && self.applies(plugin, agent, role);
        let make = || self.assemble(Some(agent), works, |_| true);
        wirings.entry(key).or_insert_with(make).clone()
    }

    /// Makes the context of a request, with the chains for its agent and role.
    pub fn cx(&self, identity: Identity, cancel: Cancel, trace: Option<Trace>) -> Cx {
        let wiring = self.wiring(&identity.agent, identity.role);
        Cx::new(identity, wiring, self.0.services.clone(), cancel, trace)
    }

    /// Makes the context of work that belongs to no request.
    pub(super) fn own_cx(&self) -> Cx {
        Cx::outside_requests(self.0.current.clone(), self.0.services.clone())
    }

    pub(super) fn snapshot(&self) -> RwLockReadGuard<'_, PluginsSnapshot> {
        lock::read(&self.0.snapshot)
    }
}
