use serde::{Deserialize, Serialize};

/// The verdict of a gate about an operation; deny is stronger than ask, ask than allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "a verdict that is not returned decides nothing"]
pub enum Verdict {
    /// Lets the operation go on.
    Allow,
    /// Lets a human decide; the reason is shown to them.
    Ask(String),
    /// Refuses the operation; the reason is shown to the model and to the user.
    Deny(String),
}

impl Verdict {
    /// Returns the verdict that refuses, for this reason.
    pub fn deny(reason: impl Into<String>) -> Self {
        Self::Deny(reason.into())
    }

    /// Returns the verdict that asks a human, for this reason.
    pub fn ask(reason: impl Into<String>) -> Self {
        Self::Ask(reason.into())
    }
}
