use super::problem::{Problem, Problems};
use super::section::Section;
use std::collections::BTreeMap;
use std::iter::once;

/// The sections of one plugin: its own, and those of agents that have settings of their own for it.
///
/// Each stands for an instance of the plugin. `None` means the plugin's own instance, a name that of an agent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SectionSet {
    /// The section of the plugin: `[plugins.<id>]`.
    pub own: Section,
    /// What differs for agents, by the agent's name: `[agents.<name>.plugins.<id>]`.
    pub agents: BTreeMap<String, Section>,
}

impl From<Section> for SectionSet {
    fn from(own: Section) -> Self {
        Self { own, agents: BTreeMap::new() }
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn set() -> SectionSet {
        let own = Section::from(json!({ "deny": ["a", "b"], "limits": { "bytes": 1, "lines": 2 } }));
        let above = Section::from(json!({ "deny": ["c"], "limits": { "bytes": 9 } }));
        SectionSet { own, agents: BTreeMap::from([("support".to_owned(), above)]) }
    }

    #[test]
    fn tables_are_merged_and_lists_replaced() {
        let merged = json!({ "deny": ["c"], "limits": { "bytes": 9, "lines": 2 } });
        assert_eq!(set().of(Some("support")), Section::from(merged));
        assert_eq!(set().of(Some("other")), set().own);
        assert_eq!(set().instances().collect::<Vec<_>>(), [None, Some("support")]);
    }

    #[test]
    fn a_problem_is_told_where_its_value_stands() {
        let place = |agent, path: &[&str]| {
            let path = path.iter().map(|key| (*key).to_owned()).collect();
            let located = set().in_configuration("guard", agent, Problems(vec![Problem::new(path, "no")]));
            located.0[0].path.join(".")
        };
        assert_eq!(place(None, &["deny", "0"]), "plugins.guard.deny.0");
        assert_eq!(place(Some("support"), &["deny", "0"]), "agents.support.plugins.guard.deny.0");
        assert_eq!(place(Some("support"), &["limits", "bytes"]), "agents.support.plugins.guard.limits.bytes");
        assert_eq!(place(Some("support"), &["limits", "lines"]), "plugins.guard.limits.lines");
        assert_eq!(place(Some("support"), &["missing"]), "agents.support.plugins.guard.missing");
    }
}
