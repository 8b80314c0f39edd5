use crate::config::{Problem, Section};
use crate::registry::Registry;
use hookwire_text::suggest;
use std::collections::{BTreeMap, BTreeSet};

/// The decisions of the operator about plugins that hold for one agent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AgentPlugins {
    /// Plugins that do not work for the agent.
    pub disabled: BTreeSet<String>,
    /// What is set for the agent over each plugin's own section, by id. The plugin has an instance of its own for it.
    pub sections: BTreeMap<String, Section>,
}

impl AgentPlugins {
    /// Returns the problems: plugins that do not exist, or that cannot be switched off; keys that no agent can have of its own.
    pub(super) fn check(
        &self,
        agent: &str,
        required: &BTreeSet<String>,
        registry: &Registry,
    ) -> Vec<Problem> {
        let path =
            |keys: &[&str]| ["agents", agent].iter().chain(keys).map(|key| (*key).to_owned()).collect();
        let disabled = self.disabled.iter().map(|id| (path(&["disabled"]), id));
        let sections = self.sections.keys().map(|id| (path(&["plugins", id]), id));
        let unknown = disabled.chain(sections).filter(|(_, id)| !registry.knows(id));
        let ids = || registry.plugins().iter().map(|plugin| plugin.id);
        let mut problems: Vec<_> = unknown
            .map(|(path, id)| Problem { path, message: suggest::unknown("plugin", id, ids()) })
            .collect();
        let sections = self.sections.iter();
        let of_host = sections.flat_map(|(id, section)| section.host_keys().map(move |key| (id, key)));
        problems.extend(of_host.map(|(id, key)| Problem {
            path: path(&["plugins", id, key]),
            message: format!(
                "`{key}` is a key of the host's, and holds for a plugin whichever agent it works for: write it in \
                 [plugins.{id}]"
            ),
        }));
        problems.extend(self.disabled.intersection(required).map(|id| Problem {
            path: path(&["disabled"]),
            message: format!(
                "`{id}` is required and disabled for the agent `{agent}`; take it out of one of the two lists"
            ),
        }));
        problems
    }
}
