use super::{
    AgentConfig, ApprovalOptions, HostLimits, SessionOptions, TemplateOptions, model_check, tool_check,
};
#[cfg(feature = "http")]
use super::{NameLookup, NetOptions};
use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::cx::ClockService;
use hookwire::live::{AgentPlugins, Settings};
use hookwire::remote::WorkerTier;
use hookwire::suggest::unknown;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The configuration of the engine, put together from its sections.
#[derive(Debug, Clone)]
pub struct EngineOptions {
    /// The agents, by name.
    pub agents: BTreeMap<String, AgentConfig>,
    /// The agent that answers on a channel, by channel; `default` for all others.
    pub routes: BTreeMap<String, String>,
    /// The users that are admins, each as `user` or `tenant/user`; whoever runs the host is one without it.
    pub admins: Vec<String>,
    /// The limits of the whole host.
    pub limits: HostLimits,
    /// How humans are asked to approve tool calls.
    pub approvals: ApprovalOptions,
    /// How long sessions live and when they are summarised.
    pub sessions: SessionOptions,
    /// How pages look.
    pub templates: TemplateOptions,
    /// What plugins may ask over HTTP.
    #[cfg(feature = "http")]
    pub net: NetOptions,
    /// The file with the replies of the scripted model; its demo, if absent.
    pub script: Option<PathBuf>,
    /// The data folder, if there is one.
    pub data: Option<PathBuf>,
    /// Whether what plugins log is kept in the data folder.
    pub keep_plugin_logs: bool,
    /// The user whom hooks see, in the tenant [`LOCAL_TENANT`], where a request has no owner: who runs the host.
    pub local_user: Option<String>,
    /// The clock that plugins read by `cx.now()`; the machine's, if absent.
    pub clock: Option<Arc<dyn ClockService>>,
    /// The lookup of names for the requests of plugins; the machine's, if absent.
    #[cfg(feature = "http")]
    pub lookup: Option<Arc<dyn NameLookup>>,
    /// Where plugins run that do not run in this process; without it, one that has to does not start.
    pub workers: Option<Arc<dyn WorkerTier>>,
}

/// The tenant of whoever works at the host itself, which no token can name: a token of the same user is somebody else.
pub const LOCAL_TENANT: &str = "local";

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            agents: BTreeMap::from([("default".to_owned(), AgentConfig::default())]),
            routes: BTreeMap::new(),
            admins: Vec::new(),
            limits: HostLimits::default(),
            approvals: ApprovalOptions::default(),
            sessions: SessionOptions::default(),
            templates: TemplateOptions::default(),
            #[cfg(feature = "http")]
            net: NetOptions::default(),
            script: None,
            data: None,
            keep_plugin_logs: true,
            local_user: None,
            clock: None,
            #[cfg(feature = "http")]
            lookup: None,
            workers: None,
        }
    }
}

impl EngineOptions {
    /// Returns the mistakes that can be found in the options alone: agents that do not exist or cannot answer.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = self.unknown_agents();
        let cannot_ask = self.agents.iter().filter(|(_, agent)| agent.limits.steps == 0);
        problems.extend(cannot_ask.map(|(name, _)| {
            let path = ["agents", name, "limits", "steps"].map(str::to_owned).to_vec();
            Problem::new(path, "an agent that may not ask its model answers nothing; write 1 or more")
        }));
        problems.extend(self.templates.check());
        if self.agents.is_empty() {
            problems.push(Problem::new(vec!["agents".into()], "there must be an agent: [agents.default]"));
        }
        problems
    }

    /// Returns the mistakes that show against the plugins in the binary: models, tools and plugins that do not exist.
    pub fn check_plugins(&self, settings: &Settings, registry: &Registry) -> Vec<Problem> {
        let mut problems = model_check::check(&self.agents, settings, registry);
        problems.extend(tool_check::check(&self.agents, registry));
        problems.extend(self.sessions.check_plugins(registry));
        #[cfg(feature = "http")]
        problems.extend(self.net.check_plugins(registry));
        problems
    }

    /// Returns the decisions about plugins that hold for single agents, by the agent's name.
    pub fn agent_plugins(&self) -> BTreeMap<String, AgentPlugins> {
        self.agents.iter().map(|(name, agent)| (name.clone(), agent.agent_plugins())).collect()
    }

    fn unknown_agents(&self) -> Vec<Problem> {
        let routes =
            self.routes.iter().map(|(channel, agent)| (vec!["routes".into(), channel.clone()], agent));
        let members = self.agents.iter().flat_map(|(name, agent)| {
            let path = move |at: usize| vec!["agents".into(), name.clone(), "members".into(), at.to_string()];
            agent.members.iter().enumerate().map(move |(at, member)| (path(at), member))
        });
        let unknown = routes.chain(members).filter(|(_, agent)| !self.agents.contains_key(*agent));
        unknown.map(|(path, agent)| Problem::new(path, self.no_agent(agent))).collect()
    }

    /// Returns whether the operator says that somebody is an admin.
    pub fn is_admin(&self, tenant: &str, user: &str) -> bool {
        let name = if tenant.is_empty() { user.to_owned() } else { format!("{tenant}/{user}") };
        !user.is_empty() && self.admins.contains(&name)
    }

    /// Returns the error text for an agent that does not exist: the nearest name, or all there are.
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
