use super::hook::Hook;
use hookwire::live::Status;
use hookwire::plugin::{
    CONTRIBUTION_KINDS, Capability, ContributionInfo, ContributionKind, EnvVar, Manifest, NotYet, Tier,
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
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
            off: registry.feature_disabled().to_vec(),
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
    /// The ids of the plugins that start before this plugin.
    after: &'static [&'static str],
    /// What the plugin declares and what has no effect yet.
    not_yet: Vec<WithoutEffect>,
    /// Whether the plugin is disabled now.
    disabled: bool,
    /// The plugin's hooks.
    hooks: Vec<Hook>,
    /// The plugin's contributions, by the name of the list of their kind: `tools`, `commands`, `skills`, `models`.
    #[serde(flatten)]
    contributions: BTreeMap<&'static str, Vec<Contribution>>,
    /// The JSON Schema of the plugin's configuration, if it has one.
    #[schema(value_type = Option<Object>)]
    config: Option<Value>,
    /// The plugin's state while the host runs, such as `live`.
    status: Option<String>,
}

/// A contribution of a plugin, of any kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contribution {
    /// The name of the kind, such as `tool`.
    kind: &'static str,
    /// The contribution's name.
    name: &'static str,
    /// The name as people write it, such as `/deploy`.
    title: String,
    /// The contribution's description.
    description: &'static str,
    /// The line where it is declared, in the file of the plugin.
    line: u32,
    /// Details of the kind: the `schema` of a tool's arguments, its `timeout_ms`.
    #[serde(flatten)]
    details: Map<String, Value>,
}

impl From<ContributionInfo> for Contribution {
    fn from(info: ContributionInfo) -> Self {
        let ContributionInfo { kind, name, title, description, line, details, .. } = info;
        Self { kind, name, title, description, line, details }
    }
}

/// A declaration of a plugin that has no effect yet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WithoutEffect {
    /// What the plugin declares, such as `tier worker`.
    declared: String,
    /// Why that has no effect yet.
    reason: &'static str,
}

impl From<&NotYet> for WithoutEffect {
    fn from(entry: &NotYet) -> Self {
        Self { declared: entry.declared.to_string(), reason: entry.reason }
    }
}

impl Plugin {
    pub(crate) fn new(plugin: &'static Manifest, plugins: &hookwire::Plugins) -> Self {
        let hooks = plugins.registry().orders().iter().flat_map(|order| &order.hooks);
        let own = hooks.filter(|placed| std::ptr::eq(placed.plugin, plugin));
        let status = plugins.status().into_iter().find(|(id, _)| *id == plugin.id).map(|(_, status)| status);
        let of_kind = |kind: &ContributionKind| {
            let of_kind = plugin.contributions.iter().filter(|it| it.kind() == kind);
            of_kind.map(|it| it.info().into()).collect()
        };
        Self {
            id: plugin.id,
            name: plugin.name,
            description: plugin.description,
            version: plugin.version,
            authors: plugin.authors.split(':').collect(),
            package: plugin.package,
            place: plugin.place().to_string(),
            tier: plugin.tier,
            capabilities: plugin.permissions.capabilities,
            env: plugin.permissions.env,
            replaces: plugin.replaces,
            after: plugin.after,
            not_yet: NotYet::of(plugin).into_iter().map(WithoutEffect::from).collect(),
            disabled: status == Some(Status::Disabled),
            hooks: own.map(|placed| Hook::new(placed, plugins)).collect(),
            contributions: CONTRIBUTION_KINDS.map(|kind| (kind.list, of_kind(kind))).into(),
            config: plugin.config_schema().and_then(Result::ok).map(Value::from),
            status: status.map(|status| status.to_string()),
        }
    }
}
