use super::contribution::{Contribution, contributions};
use super::hook::Hook;
use super::isolation::PluginIsolation;
use hookwire::cx::{Capability, EnvVar};
use hookwire::live::{AgentInstance, Status};
use hookwire::plugin::{Manifest, NotYet, Tier};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The plugins of a host.
#[allow(clippy::struct_field_names, reason = "the names are those of the JSON")]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Plugins {
    plugins: Vec<Plugin>,
    /// The ids of the plugins whose feature is off.
    off: Vec<&'static str>,
    /// The plugins that another plugin replaces.
    replaced: Vec<Replaced>,
    /// The ids of the plugins that are linked, but not listed, so that they do nothing.
    unlisted: Vec<&'static str>,
    /// Whether hooks at observe points run now.
    observers: bool,
}

/// A plugin that another plugin replaces.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replaced {
    /// The id of the plugin that is replaced.
    id: &'static str,
    /// The id of the plugin that replaces it.
    by: &'static str,
}

impl Plugins {
    pub(crate) fn new(plugins: &hookwire::Plugins, is_operator: bool) -> Self {
        let registry = plugins.registry();
        let all = registry.plugins().iter();
        let mut all: Vec<_> = all.map(|manifest| Plugin::new(manifest, plugins, is_operator)).collect();
        if is_operator {
            all = with_isolation(all, plugins);
        }
        Self {
            plugins: all,
            off: registry.feature_disabled().to_vec(),
            replaced: registry
                .replaced()
                .iter()
                .map(|(old, by)| Replaced { id: old.id, by: by.id })
                .collect(),
            unlisted: registry.unlisted().iter().map(|plugin| plugin.id).collect(),
            observers: plugins.has_observers(),
        }
    }
}

/// A plugin, with everything it contributes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Plugin {
    /// The plugin's id.
    id: &'static str,
    /// The plugin's name.
    name: &'static str,
    /// The plugin's description.
    description: &'static str,
    /// The version of the plugin's crate.
    version: &'static str,
    /// The authors of the plugin's crate.
    authors: Vec<&'static str>,
    /// The name of the plugin's crate.
    package: &'static str,
    /// The file and line where the plugin is declared.
    place: String,
    /// Where the plugin's code runs: `inline` or `worker`.
    #[schema(value_type = String, example = "inline")]
    tier: Tier,
    /// Where the plugin runs and who wants that, its limits, and what it takes; only for whoever runs the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    isolation: Option<PluginIsolation>,
    /// The powers that the plugin declares.
    #[schema(value_type = Vec<String>)]
    capabilities: &'static [Capability],
    /// The environment variables that the plugin reads.
    #[schema(value_type = Vec<Object>)]
    env: &'static [EnvVar],
    /// The ids of the plugins that start before this plugin.
    after: &'static [&'static str],
    /// The id of the plugin that this plugin replaces.
    replaces: Option<&'static str>,
    /// The declarations that have no effect yet.
    not_yet: Vec<WithoutEffect>,
    /// Whether the plugin is disabled now.
    disabled: bool,
    /// The plugin's hooks.
    hooks: Vec<Hook>,
    /// The plugin's contributions: a list for each kind, such as `tools`.
    #[serde(flatten)]
    #[schema(value_type = HashMap<String, Vec<Contribution>>)]
    contributions: BTreeMap<&'static str, Vec<Contribution>>,
    /// The JSON Schema of the plugin's configuration, if it has one.
    #[schema(value_type = Option<Object>)]
    config: Option<Value>,
    /// The reason why the JSON Schema cannot be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    config_error: Option<String>,
    /// The plugin's state, such as `live`.
    status: Option<String>,
    /// The agents that have settings of their own for the plugin.
    agents: Vec<AgentSettings>,
}

/// The settings of a plugin for an agent that has settings of its own for it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentSettings {
    /// The agent's name.
    agent: String,
    /// What is set for the agent over the plugin's own settings, without secrets; only for whoever runs the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    values: Option<Value>,
    /// The reason why the plugin does not work for the agent, if it does not.
    failure: Option<String>,
}

impl AgentSettings {
    fn new(AgentInstance { agent, failure, .. }: AgentInstance, is_operator: bool) -> Self {
        let failure = failure.map(|why| if is_operator { why } else { FAILED.to_owned() });
        Self { agent, values: None, failure }
    }
}

/// What callers who do not run the host are told of a plugin that failed.
const FAILED: &str = "failed";

/// Returns how a plugin fares; why it failed is told to whoever runs the host alone, as the reason may quote settings.
pub(crate) fn status_text(status: &Status, is_operator: bool) -> String {
    match status {
        Status::Failed(_) if !is_operator => FAILED.to_owned(),
        status => status.to_string(),
    }
}

/// A declaration of a plugin that has no effect yet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WithoutEffect {
    /// The declaration, such as `tier worker`.
    declared: String,
    /// The reason why it has no effect yet.
    reason: &'static str,
}

impl From<&NotYet> for WithoutEffect {
    fn from(entry: &NotYet) -> Self {
        Self { declared: entry.declared.to_string(), reason: entry.reason }
    }
}

impl Plugin {
    pub(crate) fn new(plugin: &'static Manifest, plugins: &hookwire::Plugins, is_operator: bool) -> Self {
        let hooks = plugins.registry().orders().iter().flat_map(|order| &order.hooks);
        let own = hooks.filter(|placed| std::ptr::eq(placed.plugin, plugin));
        let status = plugins.status().into_iter().find(|(id, _)| *id == plugin.id).map(|(_, status)| status);
        let (config, config_error) = match plugin.config_schema() {
            Some(Ok(schema)) => (Some(schema.into()), None),
            Some(Err(error)) => (None, Some(error.to_string())),
            None => (None, None),
        };
        Self {
            id: plugin.id,
            name: plugin.name,
            description: plugin.description,
            version: plugin.version,
            authors: plugin.authors.split(':').collect(),
            package: plugin.package,
            place: plugin.place().to_string(),
            tier: plugins.tier(plugin),
            isolation: None,
            capabilities: plugin.permissions.capabilities,
            env: plugin.permissions.env,
            after: plugin.after,
            replaces: plugin.replaces,
            not_yet: NotYet::of(plugin).into_iter().map(Into::into).collect(),
            disabled: status == Some(Status::Disabled),
            hooks: own.map(|placed| Hook::new(placed, plugins)).collect(),
            contributions: contributions(plugin, plugins),
            config,
            config_error,
            status: status.map(|status| status_text(&status, is_operator)),
            agents: agent_instances(plugin, plugins).map(|it| AgentSettings::new(it, is_operator)).collect(),
        }
    }

    /// Adds what only whoever runs the host may see: the isolation, and what is set for agents.
    pub(crate) fn for_operator(mut self, plugin: &'static Manifest, plugins: &hookwire::Plugins) -> Self {
        self.isolation = plugins.isolation_of(plugin).map(Into::into);
        let instances: Vec<_> = agent_instances(plugin, plugins).collect();
        for agent in &mut self.agents {
            let instance = instances.iter().find(|it| it.agent == agent.agent);
            agent.values = instance.map(|it| plugin.public_values(&it.section));
        }
        self
    }
}

/// Adds the isolation of each plugin.
fn with_isolation(mut all: Vec<Plugin>, plugins: &hookwire::Plugins) -> Vec<Plugin> {
    for isolation in plugins.isolation() {
        if let Some(plugin) = all.iter_mut().find(|plugin| plugin.id == isolation.plugin) {
            plugin.isolation = Some(isolation.into());
        }
    }
    all
}

fn agent_instances(
    plugin: &Manifest,
    plugins: &hookwire::Plugins,
) -> impl Iterator<Item = AgentInstance> + use<> {
    let id = plugin.id;
    plugins.agent_instances().into_iter().filter(move |it| it.plugin == id)
}
