use super::tasks::Generation;
use super::tool_sources::LiveSource;
use crate::plugin::{Instance, Tier};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An instance of a plugin that was made.
#[derive(Debug, Clone)]
pub(super) struct LiveInstance {
    pub(super) instance: Instance,
    /// The number by which its tasks are known.
    pub(super) generation: Generation,
    /// Its sources of tools.
    pub(super) sources: Vec<Arc<LiveSource>>,
    /// Where its code runs.
    pub(super) tier: Tier,
}

/// The instances of a plugin: its own, and one for each agent that has settings of its own for it.
#[derive(Debug, Clone)]
pub(super) struct Instances {
    own: LiveInstance,
    /// `None` for an agent whose instance could not be made or started: the plugin does not work for that agent.
    agents: BTreeMap<String, Option<LiveInstance>>,
}

impl Instances {
    pub(super) fn new(own: LiveInstance) -> Self {
        Self { own, agents: BTreeMap::new() }
    }

    /// Sets the instance of an agent.
    pub(super) fn set(&mut self, agent: &str, instance: Option<LiveInstance>) {
        self.agents.insert(agent.to_owned(), instance);
    }

    /// Returns the plugin's own instance.
    pub(super) fn own(&self) -> &LiveInstance {
        &self.own
    }

    /// Returns whether an agent has settings of its own, and so no part in the plugin's own instance.
    pub(super) fn is_apart(&self, agent: &str) -> bool {
        self.agents.contains_key(agent)
    }

    /// Returns the instance that works for an agent; for no agent in particular, the plugin's own.
    pub(super) fn of(&self, agent: Option<&str>) -> Option<&LiveInstance> {
        let apart = agent.and_then(|agent| self.agents.get(agent));
        apart.map_or(Some(&self.own), Option::as_ref)
    }

    /// Returns the instances, the plugin's own first, each with the agent it is for.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = (Option<&str>, &LiveInstance)> {
        let agents = self.agents.iter().filter_map(|(agent, it)| Some((Some(agent.as_str()), it.as_ref()?)));
        std::iter::once((None, &self.own)).chain(agents)
    }
}
