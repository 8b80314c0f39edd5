use super::isolation::Tier;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The tier that a plugin is to run in, and whose word that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierChoice {
    /// The tier.
    pub tier: Tier,
    /// Who has chosen it.
    pub by: ChosenBy,
}

/// Who has chosen the tier of a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenBy {
    /// The operator, by `tier` in the plugin's section.
    Operator,
    /// The author, by `tier` in `#[plugin]`.
    Author,
    /// Nobody: a plugin of the workspace runs inline.
    OwnCrate,
    /// Nobody: a plugin from outside of the workspace runs in a worker.
    ForeignCrate,
}

impl fmt::Display for ChosenBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operator => "the configuration says so",
            Self::Author => "its author says so",
            Self::OwnCrate => "its crate is one of this workspace",
            Self::ForeignCrate => "its crate is from outside of this workspace",
        })
    }
}
