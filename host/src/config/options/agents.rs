use super::Span;
use hookwire::Role;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::time::Duration;

/// One agent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AgentConfig {
    /// What it is told before anything else.
    pub system: String,
    /// The model it asks: `script`, or `provider/name`.
    pub model: String,
    /// The models asked when that one does not answer, in this order.
    pub fallback: Vec<String>,
    /// Temperature and the like, as the provider names them.
    pub parameters: Map<String, Value>,
    /// The tools it may use; `*` at the end stands for anything. All, if absent.
    pub tools: Option<Vec<String>>,
    /// The agents it may give work to; with them it is a lead.
    pub members: Vec<String>,
    /// When it has to end.
    pub limits: Limits,
    /// How often, and after which waits, a model is asked again.
    pub retry: Retry,
}

impl Default for AgentConfig {
    fn default() -> Self {
        Self {
            system: "You are a helpful assistant.".into(),
            model: "script".into(),
            fallback: Vec::new(),
            parameters: Map::new(),
            tools: None,
            members: Vec::new(),
            limits: Limits::default(),
            retry: Retry::default(),
        }
    }
}

impl AgentConfig {
    /// Returns what it is when people talk to it.
    pub fn role(&self) -> Role {
        if self.members.is_empty() { Role::Agent } else { Role::Lead }
    }

    /// Returns whether it may use a tool.
    pub fn allows(&self, tool: &str) -> bool {
        let fits = |pattern: &String| match pattern.strip_suffix('*') {
            Some(start) => tool.starts_with(start),
            None => pattern == tool,
        };
        self.tools.as_ref().is_none_or(|tools| tools.iter().any(fits))
    }
}

/// When an agent has to end.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How often a turn may ask the model, for its plugins too.
    pub steps: u32,
    /// How many tools a turn may call, for its plugins too.
    pub calls: u32,
    /// How many tokens a turn may read and write together; no limit, if absent.
    pub tokens: Option<u64>,
    /// How long a turn may take, without the time that humans take to answer.
    pub time: Span,
    /// How deep agents may give work to agents.
    pub depth: u32,
    /// How many tools run at once.
    pub parallel: u32,
    /// How long a tool may take that does not say so itself.
    pub tool_time: Option<Span>,
    /// How many bytes one answer of a model may have: its text, its reasoning and its calls together.
    pub answer_bytes: usize,
    /// How many bytes of a tool's result the model sees; the rest is kept aside, to be read piece by piece.
    pub result_bytes: usize,
    /// How often a reviewer may send an answer back.
    pub reviews: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 25,
            calls: 200,
            tokens: None,
            time: Span(Duration::from_mins(10)),
            depth: 3,
            parallel: 4,
            tool_time: None,
            answer_bytes: 4 << 20,
            result_bytes: 40_000,
            reviews: 2,
        }
    }
}

/// How often, and after which waits, a model is asked again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Retry {
    /// How often each model is asked.
    pub attempts: u32,
    /// The wait after the first failure; it doubles with each, give or take a quarter.
    pub first: Span,
    /// The longest wait; a provider that asks for more is not asked again.
    pub longest: Span,
    /// How long a model may stay silent.
    pub silence: Span,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            first: Span(Duration::from_millis(500)),
            longest: Span(Duration::from_secs(30)),
            silence: Span(Duration::from_mins(2)),
        }
    }
}
