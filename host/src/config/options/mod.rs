//! What the operator decides about the host itself: everything in the file but plugins and hooks.

mod doors;

pub use crate::http::HttpOptions;
pub use crate::options::{
    AgentConfig, ApprovalOptions, HostLimits, HumanDuration, Limits, RetryPolicy, SessionOptions,
};
pub use doors::StoreOptions;

use crate::options::EngineOptions;
use hookwire::config::{Problem, Section};
use hookwire::suggest;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The settings of the host.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The agents, by name; one called `default` with the scripted model, if there is none.
    pub agents: BTreeMap<String, AgentConfig>,
    /// Which agent answers on which channel: `terminal`, `cli`, `http`; `default` for the others.
    pub routes: BTreeMap<String, String>,
    /// What the scripted model plays; its demo, if absent.
    pub script: Option<PathBuf>,
    /// How much the host does at once.
    pub limits: HostLimits,
    /// How humans are asked.
    pub approvals: ApprovalOptions,
    /// How long sessions live, and when they are summarised.
    pub sessions: SessionOptions,
    /// Where things are kept.
    pub store: StoreOptions,
    /// The HTTP door.
    pub http: HttpOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            agents: BTreeMap::from([("default".to_owned(), AgentConfig::default())]),
            routes: BTreeMap::new(),
            script: None,
            limits: HostLimits::default(),
            approvals: ApprovalOptions::default(),
            sessions: SessionOptions::default(),
            store: StoreOptions::default(),
            http: HttpOptions::default(),
        }
    }
}

/// The channels of the host's own doors; programs that embed the host have others.
const CHANNELS: [&str; 6] = ["cli", "default", "http", "openai", "schedule", "terminal"];

/// Returns the complaint about a channel that was meant to be one of the host's own.
fn misspelt(channel: &str) -> Option<Problem> {
    if CHANNELS.contains(&channel) {
        return None;
    }
    let near = suggest::nearest(channel, CHANNELS)?;
    let message = format!("there is no channel `{channel}`; did you mean `{near}`?");
    Some(Problem::new(vec!["routes".into(), channel.to_owned()], message))
}

impl Options {
    /// The names that stand at the top of the file.
    pub(in crate::config) const ROOTS: [&str; 8] =
        ["agents", "routes", "script", "limits", "approvals", "sessions", "store", "http"];

    /// Reads what stands under the host's names.
    pub(in crate::config) fn read(tree: &Map<String, Value>) -> (Self, Vec<Problem>) {
        let own = tree.iter().filter(|(root, _)| Self::ROOTS.contains(&root.as_str()));
        let own: Map<_, _> = own.map(|(root, value)| (root.clone(), value.clone())).collect();
        match Section::from(Value::Object(own)).parse::<Self>() {
            Ok(options) => {
                let problems = options.check();
                (options, problems)
            }
            Err(problems) => (Self::default(), problems.0),
        }
    }

    /// Returns the options of the engine.
    pub fn engine(&self) -> EngineOptions {
        EngineOptions {
            agents: self.agents.clone(),
            routes: self.routes.clone(),
            limits: self.limits.clone(),
            approvals: self.approvals.clone(),
            sessions: self.sessions.clone(),
            script: self.script.clone(),
            data: self.store.data.clone(),
        }
    }

    fn check(&self) -> Vec<Problem> {
        let mut problems = self.engine().check();
        problems.extend(self.routes.keys().filter_map(|channel| misspelt(channel)));
        problems
    }

    /// Returns the error text for an agent that does not exist.
    pub fn no_agent(&self, name: &str) -> String {
        self.engine().no_agent(name)
    }

    /// Returns the agent that answers on a channel.
    pub fn route(&self, channel: &str) -> String {
        self.engine().route(channel).to_owned()
    }
}
