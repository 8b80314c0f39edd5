use super::user::current_user;
use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::live::{AgentPlugins, Settings};
use hookwire::suggest;
use hookwire_config::RootOptions;
use hookwire_engine::options::{
    AgentConfig, ApprovalOptions, EngineOptions, HostLimits, NetOptions, SessionOptions, TemplateOptions,
};
use hookwire_http::HttpOptions;
use hookwire_store::StoreOptions;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The configuration of a host, but for its plugins: one field for each section of the file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The agents, by name; one called `default` with the scripted model, if there is none.
    pub agents: BTreeMap<String, AgentConfig>,
    /// Which agent answers on which channel: `terminal`, `cli`, `http`; `default` for the others.
    pub routes: BTreeMap<String, String>,
    /// Who may run the commands that are for admins, beside whoever runs the host: the user of a token, or `tenant/user`.
    pub admins: Vec<String>,
    /// What the scripted model plays; its demo, if absent.
    pub script: Option<PathBuf>,
    /// How much the host does at once.
    pub limits: HostLimits,
    /// How humans are asked.
    pub approvals: ApprovalOptions,
    /// How long sessions live, and when they are summarised.
    pub sessions: SessionOptions,
    /// How pages look.
    pub templates: TemplateOptions,
    /// Where things are kept.
    pub store: StoreOptions,
    /// What plugins may ask over HTTP.
    pub net: NetOptions,
    /// The HTTP server.
    pub http: HttpOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            agents: BTreeMap::from([("default".to_owned(), AgentConfig::default())]),
            routes: BTreeMap::new(),
            admins: Vec::new(),
            script: None,
            limits: HostLimits::default(),
            approvals: ApprovalOptions::default(),
            sessions: SessionOptions::default(),
            templates: TemplateOptions::default(),
            store: StoreOptions::default(),
            net: NetOptions::default(),
            http: HttpOptions::default(),
        }
    }
}

impl Options {
    /// Returns the options of the engine.
    pub fn engine(&self) -> EngineOptions {
        EngineOptions {
            agents: self.agents.clone(),
            routes: self.routes.clone(),
            admins: self.admins.clone(),
            limits: self.limits.clone(),
            approvals: self.approvals.clone(),
            sessions: self.sessions.clone(),
            templates: self.templates.clone(),
            script: self.script.clone(),
            data: self.store.data.clone(),
            keep_plugin_logs: true,
            local_user: Some(current_user()),
            clock: None,
            net: self.net.clone(),
            lookup: None,
            workers: None,
        }
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

impl RootOptions for Options {
    fn check(&self, settings: &Settings, registry: &Registry) -> Vec<Problem> {
        let engine = self.engine();
        let mut problems = engine.check();
        problems.extend(self.routes.keys().filter_map(|channel| misspelt_channel(channel)));
        problems.extend(engine.check_plugins(settings, registry));
        problems
    }

    fn agent_plugins(&self) -> BTreeMap<String, AgentPlugins> {
        self.engine().agent_plugins()
    }
}

/// The channels of this program; programs that embed the engine have others.
const CHANNELS: [&str; 6] = ["cli", "default", "http", "openai", "schedule", "terminal"];

/// Returns a problem for a channel whose name is nearly one of this program's.
fn misspelt_channel(channel: &str) -> Option<Problem> {
    if CHANNELS.contains(&channel) {
        return None;
    }
    let near = suggest::did_you_mean(channel, CHANNELS);
    let problem = || {
        Problem::new(
            vec!["routes".into(), channel.to_owned()],
            format!("there is no channel `{channel}`{near}"),
        )
    };
    (!near.is_empty()).then(problem)
}
