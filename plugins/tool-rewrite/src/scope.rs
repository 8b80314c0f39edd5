use crate::config::RoleConfig;
use crate::error::RuleError;
use crate::pattern::Place;
use hookwire::Role;
use hookwire::cx::Identity;
use regex_lite::Regex;

/// The calls that a rule is about: of which tool, and by whom.
#[derive(Debug)]
pub(crate) struct Scope {
    tool: Option<Regex>,
    agents: Vec<String>,
    roles: Vec<RoleConfig>,
}

impl Scope {
    pub(crate) fn compile(
        place: Place,
        tool: Option<&str>,
        agents: &[String],
        roles: &[RoleConfig],
    ) -> Result<Self, RuleError> {
        let tool = tool.map(|tool| place.compile_whole("tool", tool)).transpose()?;
        Ok(Self { tool, agents: agents.to_vec(), roles: roles.to_vec() })
    }

    /// Returns whether a call of a tool is meant.
    pub(crate) fn contains(&self, tool: &str, caller: &Identity) -> bool {
        let role = match caller.role {
            Role::Lead => RoleConfig::Lead,
            Role::Member => RoleConfig::Member,
            Role::Agent => RoleConfig::Agent,
        };
        self.tool.as_ref().is_none_or(|pattern| pattern.is_match(tool))
            && (self.agents.is_empty() || self.agents.contains(&caller.agent))
            && (self.roles.is_empty() || self.roles.contains(&role))
    }
}
