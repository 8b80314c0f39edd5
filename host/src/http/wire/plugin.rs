use super::hook::{Hook, millis};
use hookwire::plugin::{Capability, EnvVar, Manifest, Tier, ToolDecl};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The plugins of a host.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Plugins {
    plugins: Vec<Plugin>,
    /// The ids of the plugins whose feature is off.
    off: Vec<&'static str>,
    /// The plugins that another plugin replaces.
    replaced: Vec<Replaced>,
    /// The ids of the plugins that are linked, but not listed, so that they do nothing.
    unlisted: Vec<&'static str>,
}

/// A plugin that another plugin replaces.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replaced {
    /// The id of the plugin that is replaced.
    id: &'static str,
    /// The id of the plugin that replaces it.
    by: &'static str,
}

impl From<&hookwire::Plugins> for Plugins {
    fn from(plugins: &hookwire::Plugins) -> Self {
        let registry = plugins.registry();
        Self {
            plugins: registry.plugins().iter().map(|manifest| Plugin::new(manifest, plugins)).collect(),
            off: registry.off().to_vec(),
            replaced: registry
                .replaced()
                .iter()
                .map(|(old, by)| Replaced { id: old.id, by: by.id })
                .collect(),
            unlisted: registry.unlisted().iter().map(|plugin| plugin.id).collect(),
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
    /// The powers that the plugin declares.
    #[schema(value_type = Vec<String>)]
    capabilities: &'static [Capability],
    /// The environment variables that the plugin reads.
    #[schema(value_type = Vec<Object>)]
    env: &'static [EnvVar],
    /// The id of the plugin that this plugin replaces.
    replaces: Option<&'static str>,
    /// Whether the operator disabled the plugin in the configuration.
    disabled: bool,
    /// The plugin's hooks.
    hooks: Vec<Hook>,
    /// The plugin's tools.
    tools: Vec<Tool>,
    /// The plugin's slash commands.
    commands: Vec<Named>,
    /// The plugin's skills.
    skills: Vec<Named>,
    /// The providers of models that the plugin brings.
    models: Vec<Provider>,
    /// The JSON Schema of the plugin's configuration, if it has one.
    #[schema(value_type = Option<Object>)]
    config: Option<Value>,
    /// The plugin's state while the host runs, such as `live`.
    status: Option<String>,
}

/// A tool of a plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tool {
    /// The tool's name.
    name: &'static str,
    /// The tool's description, as models read it.
    description: &'static str,
    /// The JSON Schema of the tool's arguments.
    #[schema(value_type = Object)]
    schema: Value,
    /// The tool's time-out, in milliseconds.
    timeout_ms: u64,
}

impl From<&ToolDecl> for Tool {
    fn from(tool: &ToolDecl) -> Self {
        Self {
            name: tool.name,
            description: tool.description,
            schema: (tool.schema)().into(),
            timeout_ms: millis(tool.timeout.unwrap_or(ToolDecl::TIMEOUT)),
        }
    }
}

/// A command or a skill of a plugin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    /// The name.
    name: &'static str,
    /// The description.
    description: &'static str,
}

/// A provider of models.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Provider {
    /// The provider's name: the part of a model's name before the slash.
    provider: &'static str,
    /// The provider's description.
    description: &'static str,
}

impl Plugin {
    pub(crate) fn new(plugin: &'static Manifest, plugins: &hookwire::Plugins) -> Self {
        let settings = plugins.settings();
        let hooks = plugins.registry().orders().iter().flat_map(|order| &order.hooks);
        let own = hooks.filter(|placed| std::ptr::eq(placed.plugin, plugin));
        let named = |name, description| Named { name, description };
        let status = plugins.status().into_iter().find(|(id, _)| *id == plugin.id);
        Self {
            id: plugin.id,
            name: plugin.name,
            description: plugin.description,
            version: plugin.version,
            authors: plugin.authors.split(':').collect(),
            package: plugin.package,
            place: plugin.place().to_string(),
            tier: plugin.tier,
            capabilities: plugin.capabilities,
            env: plugin.env,
            replaces: plugin.replaces,
            disabled: settings.disabled.contains(plugin.id),
            hooks: own.map(|placed| Hook::new(placed, settings)).collect(),
            tools: plugin.tools.iter().map(Tool::from).collect(),
            commands: plugin.commands.iter().map(|it| named(it.name, it.description)).collect(),
            skills: plugin.skills.iter().map(|it| named(it.name, it.description)).collect(),
            models: plugin
                .models
                .iter()
                .map(|it| Provider { provider: it.provider, description: it.description })
                .collect(),
            config: plugin.config.map(|schema| schema().into()),
            status: status.map(|(_, status)| status.to_string()),
        }
    }
}
