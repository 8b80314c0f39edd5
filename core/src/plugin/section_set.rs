use super::isolation::Isolation;
use crate::config::{Problem, Problems, Section, take_host_keys};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::iter::once;

/// The sections of one plugin: its own, and those of agents that have settings of their own for it.
///
/// Each stands for an instance of the plugin. `None` means the plugin's own instance, a name that of an agent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SectionSet {
    /// The section of the plugin, `[plugins.<id>]`, without the keys of the host.
    pub own: Section,
    /// What differs for agents, by the agent's name: `[agents.<name>.plugins.<id>]`.
    pub agents: BTreeMap<String, Section>,
    /// The values of the host's keys in the plugin's section; they hold for all instances.
    pub isolation: Isolation,
}

impl From<Section> for SectionSet {
    fn from(own: Section) -> Self {
        Self { own, ..Self::default() }
    }
}

impl SectionSet {
    /// Returns whom the instances are for: the plugin's own first, then the agents.
    pub fn instances(&self) -> impl Iterator<Item = Option<&str>> {
        once(None).chain(self.agents.keys().map(|agent| Some(agent.as_str())))
    }

    /// Returns the whole section of an instance: what is set for an agent stands over the plugin's own.
    ///
    /// Tables are merged, key by key; lists are not.
    pub fn of(&self, agent: Option<&str>) -> Section {
        match agent.and_then(|agent| self.agents.get(agent)) {
            Some(above) => self.own.over(above),
            None => self.own.clone(),
        }
    }

    /// Returns the sections with some values in the place of those of the plugin's own section, keys of the host among them; what
    /// agents have over it stays.
    pub fn with(&self, plugin: &str, values: &Map<String, Value>) -> Result<Self, Problems> {
        let mut values = values.clone();
        let above = Isolation::parse(take_host_keys(&mut values));
        let above = above.map_err(|problems| self.in_configuration(plugin, None, problems))?;
        Ok(Self {
            own: self.own.with(&values),
            agents: self.agents.clone(),
            isolation: self.isolation.over(above),
        })
    }

    /// Returns the problems of an instance's section as those of the whole configuration: a value that comes from the
    /// plugin's own section is told there.
    pub(crate) fn in_configuration(&self, plugin: &str, agent: Option<&str>, problems: Problems) -> Problems {
        let located = problems.0.into_iter().map(|problem| self.locate(plugin, agent, problem));
        Problems(located.collect())
    }

    fn locate(&self, plugin: &str, agent: Option<&str>, problem: Problem) -> Problem {
        let above = agent.and_then(|agent| Some((agent, self.agents.get(agent)?)));
        match above {
            Some((agent, above)) if above.has(&problem.path) || !self.own.has(&problem.path) => {
                problem.below(&["agents", agent, "plugins", plugin])
            }
            _ => problem.below(&["plugins", plugin]),
        }
    }
}
