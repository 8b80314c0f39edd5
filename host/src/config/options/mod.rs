//! What the operator decides about the host itself: everything in the file but plugins and hooks.

mod agents;
mod doors;
mod limits;
mod span;

pub use agents::{AgentConfig, Limits, Retry};
pub use crate::http::HttpOptions;
pub use doors::StoreOptions;
pub use limits::{ApprovalOptions, HostLimits, SessionOptions};
pub use span::Span;

use crate::unknown::unknown;
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

    /// Finds what fits its type and nothing else: names of agents that do not exist.
    fn check(&self) -> Vec<Problem> {
        let routes =
            self.routes.iter().map(|(channel, agent)| (vec!["routes".into(), channel.clone()], agent));
        let members = self.agents.iter().flat_map(|(name, profile)| {
            let path = move |at: usize| vec!["agents".into(), name.clone(), "members".into(), at.to_string()];
            profile.members.iter().enumerate().map(move |(at, member)| (path(at), member))
        });
        let named: Vec<_> = routes.chain(members).collect();
        let unknown = named.into_iter().filter(|(_, agent)| !self.agents.contains_key(*agent));
        let mut problems: Vec<_> =
            unknown.map(|(path, agent)| Problem::new(path, self.no_agent(agent))).collect();
        problems.extend(self.routes.keys().filter_map(|channel| misspelt(channel)));
        problems.extend(self.agents.iter().filter(|(_, profile)| profile.limits.steps == 0).map(
            |(name, _)| {
                let path = ["agents", name, "limits", "steps"].map(str::to_owned).to_vec();
                Problem::new(path, "an agent that may not ask its model answers nothing; write 1 or more")
            },
        ));
        if self.agents.is_empty() {
            problems.push(Problem::new(vec!["agents".into()], "there must be an agent: [agents.default]"));
        }
        problems
    }

    /// Says that there is no such agent, and which there are.
    pub fn no_agent(&self, name: &str) -> String {
        unknown("agent", name, self.agents.keys().map(String::as_str))
    }

    /// Returns the agent that answers on a channel.
    pub fn route(&self, channel: &str) -> &str {
        let routed = self.routes.get(channel).or_else(|| self.routes.get("default"));
        let default =
            || self.agents.keys().find(|name| *name == "default").or_else(|| self.agents.keys().next());
        routed.or_else(default).map_or("default", String::as_str)
    }
}
