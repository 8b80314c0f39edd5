use super::HumanDuration;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

/// How humans are asked to approve tool calls: `[approvals]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ApprovalOptions {
    /// The time after which an approval that nobody answered counts as denied.
    pub expire: HumanDuration,
}

impl Default for ApprovalOptions {
    fn default() -> Self {
        Self { expire: HumanDuration(Duration::from_mins(10)) }
    }
}
