use serde::{Deserialize, Serialize};

/// Says what a gate thinks of an operation; deny is stronger than ask, ask than allow.
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
    /// Refuses with a reason.
    pub fn deny(reason: impl Into<String>) -> Self {
        Self::Deny(reason.into())
    }

    /// Asks a human, with a reason.
    pub fn ask(reason: impl Into<String>) -> Self {
        Self::Ask(reason.into())
    }
}
