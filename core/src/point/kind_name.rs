use super::policy::{FailurePolicy, HookPolicy};
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// One of the six kinds, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the kinds are documented on the types of these names")]
pub enum KindName {
    Observe,
    Edit,
    Gate,
    Answer,
    Collect,
    Wrap,
}

impl KindName {
    /// Returns the policy of a hook of this kind where nobody says otherwise.
    pub const fn policy(self) -> HookPolicy {
        let on_failure = match self {
            Self::Edit | Self::Gate | Self::Wrap => FailurePolicy::Closed,
            Self::Observe | Self::Answer | Self::Collect => FailurePolicy::Open,
        };
        let seconds = match self {
            Self::Observe | Self::Edit => 5,
            Self::Gate | Self::Answer | Self::Collect => 15,
            Self::Wrap => 30,
        };
        HookPolicy::new(Duration::from_secs(seconds), on_failure)
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Observe => "observe",
            Self::Edit => "edit",
            Self::Gate => "gate",
            Self::Answer => "answer",
            Self::Collect => "collect",
            Self::Wrap => "wrap",
        })
    }
}
