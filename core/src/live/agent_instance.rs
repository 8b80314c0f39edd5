use crate::config::Section;

/// The instance of a plugin for an agent that has settings of its own for it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AgentInstance {
    /// The plugin's id.
    pub plugin: &'static str,
    /// The agent's name.
    pub agent: String,
    /// What is set for the agent over the plugin's own section.
    pub section: Section,
    /// Why the plugin does not work for the agent; `None`, if it does, or is off.
    pub failure: Option<String>,
}
