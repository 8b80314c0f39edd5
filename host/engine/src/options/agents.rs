use super::{HumanDuration, RetryPolicy};
use hookwire::Role;
use hookwire::config::Section;
use hookwire::live::AgentPlugins;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The name of the scripted model, which needs no key and no network.
pub const SCRIPTED_MODEL: &str = "script";

/// The configuration of one agent: `[agents.<name>]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AgentConfig {
    /// The system prompt.
    pub system: String,
    /// The model that answers: `script`, or `provider/name`.
    pub model: String,
    /// The models that are asked, in this order, when the first one fails.
    pub fallback: Vec<String>,
    /// The model's parameters, such as the temperature, under the provider's names.
    pub parameters: Map<String, Value>,
    /// The tools the agent may call; a `*` at the end of a name matches any rest: `github__*`. `load_skill` lets it load skills.
    /// All tools, if absent.
    pub tools: Option<Vec<String>>,
    /// The agents it may delegate tasks to; an agent with members is a lead.
    pub members: Vec<String>,
    /// The ids of plugins that do not work for the agent.
    pub disabled: BTreeSet<String>,
    /// The settings of plugins that hold for this agent alone, by the plugin's id: they stand over `[plugins.<id>]`.
    pub plugins: BTreeMap<String, Section>,
    /// The limits of one turn of the agent.
    pub limits: Limits,
    /// The retry policy for model calls.
    pub retry: RetryPolicy,
}

impl Default for AgentConfig {
    fn default() -> Self {
        Self {
            system: "You are a helpful assistant.".into(),
            model: SCRIPTED_MODEL.into(),
            fallback: Vec::new(),
            parameters: Map::new(),
            tools: None,
            members: Vec::new(),
            disabled: BTreeSet::new(),
            plugins: BTreeMap::new(),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
        }
    }
}

impl AgentConfig {
    /// Returns the agent's role when people talk to it: a lead if it has members.
    pub fn role(&self) -> Role {
        if self.members.is_empty() { Role::Agent } else { Role::Lead }
    }

    /// Returns what holds for the agent alone of plugins.
    pub(super) fn agent_plugins(&self) -> AgentPlugins {
        AgentPlugins { disabled: self.disabled.clone(), sections: self.plugins.clone() }
    }

    /// Returns whether the agent may call a tool.
    pub fn allows(&self, tool: &str) -> bool {
        let fits = |pattern: &String| match pattern.strip_suffix('*') {
            Some(start) => tool.starts_with(start),
            None => pattern == tool,
        };
        self.tools.as_ref().is_none_or(|tools| tools.iter().any(fits))
    }
}

/// The limits of one turn of an agent: `[agents.<name>.limits]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The most model requests of a turn, those of plugins included.
    pub steps: u32,
    /// The most tool calls of a turn, those of plugins included.
    pub calls: u32,
    /// The most tokens a turn may read and write together; no limit, if absent.
    pub tokens: Option<u64>,
    /// The longest a turn may take, not counting the time humans take to answer approvals.
    pub time: HumanDuration,
    /// The most levels of delegation from agent to agent.
    pub depth: u32,
    /// The most tools that run at the same time.
    pub parallel: u32,
    /// How long a tool may take that does not say so itself.
    pub tool_time: Option<HumanDuration>,
    /// The most bytes of one model answer: its text, its reasoning and its tool calls together.
    pub answer_bytes: usize,
    /// The most bytes of a tool result that the model sees at once; it reads the rest with `read_result`.
    pub result_bytes: usize,
    /// The most times a reviewer may send an answer back.
    pub reviews: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 25,
            calls: 200,
            tokens: None,
            time: HumanDuration(Duration::from_mins(10)),
            depth: 3,
            parallel: 4,
            tool_time: None,
            answer_bytes: 4 << 20,
            result_bytes: 40_000,
            reviews: 2,
        }
    }
}
