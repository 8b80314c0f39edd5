use serde::{Deserialize, Serialize};

/// The reply of a slash command, or of a hook that answers instead of the agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reply {
    /// The text for the user.
    pub text: String,
}

impl<T: Into<String>> From<T> for Reply {
    fn from(text: T) -> Self {
        Self { text: text.into() }
    }
}
