use hookwire::Plugins;
use hookwire::live::ToolSourceStatus;
use hookwire::plugin::{CONTRIBUTION_KINDS, ContributionInfo, Manifest, ToolSourceDecl};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A contribution of a plugin: a tool, a command, a skill, a provider of models.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contribution {
    /// The kind of the contribution.
    kind: &'static str,
    /// The name, unique among the contributions of its kind.
    name: &'static str,
    /// The name as people write it, such as `/deploy`.
    title: String,
    /// The description.
    description: &'static str,
    /// The line where the contribution is declared, in the plugin's file.
    line: u32,
    /// More fields of its kind, such as the JSON Schema of a tool's arguments.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    details: Map<String, Value>,
}

impl From<ContributionInfo> for Contribution {
    fn from(info: ContributionInfo) -> Self {
        let ContributionInfo { kind, name, title, description, line, details, .. } = info;
        Self { kind, name, title, description, line, details }
    }
}

impl Contribution {
    /// Adds what can be known of a source of tools only while its plugin runs: the tools that it listed last.
    fn with_live_tools(mut self, live: &[ToolSourceStatus]) -> Self {
        if self.kind == ToolSourceDecl::KIND.name
            && let Some(source) = live.iter().find(|live| live.source == self.name)
        {
            self.details.insert("tools".into(), json!(source.tools));
            self.details.insert("left_out".into(), json!(source.left_out));
            self.details.insert("problem".into(), json!(source.problem));
        }
        self
    }
}

/// Returns the contributions of a plugin by the name of the list of their kind, such as `tools`.
pub(super) fn contributions(
    plugin: &Manifest,
    plugins: &Plugins,
) -> BTreeMap<&'static str, Vec<Contribution>> {
    let live = plugins.tool_sources(plugin.id);
    let one = |info: ContributionInfo| Contribution::from(info).with_live_tools(&live);
    let list =
        |kind| plugin.contributions.iter().filter(move |it| it.kind() == kind).map(|it| one(it.info()));
    CONTRIBUTION_KINDS.into_iter().map(|kind| (kind.list, list(kind).collect())).collect()
}
