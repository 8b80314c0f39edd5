use hookwire::plugin::{CONTRIBUTION_KINDS, ContributionInfo, Manifest};
use serde::Serialize;
use serde_json::{Map, Value};
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

/// Returns the contributions of a plugin by the name of the list of their kind, such as `tools`.
pub(super) fn contributions(plugin: &Manifest) -> BTreeMap<&'static str, Vec<Contribution>> {
    let list =
        |kind| plugin.contributions.iter().filter(move |it| it.kind() == kind).map(|it| it.info().into());
    CONTRIBUTION_KINDS.into_iter().map(|kind| (kind.list, list(kind).collect())).collect()
}
