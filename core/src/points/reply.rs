use crate::Described;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The reply of a slash command, or of a hook that answers instead of the agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Reply {
    /// The text for the user.
    pub text: String,
    /// The HTTP status of the answer, for clients that asked over HTTP; 200 unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Data for programs, beside the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

impl Reply {
    /// Adds the HTTP status of the answer.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds data for programs.
    #[must_use]
    pub fn with_data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }
}

impl<T: Into<String>> From<T> for Reply {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
