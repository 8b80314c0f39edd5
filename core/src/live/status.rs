use serde::Serialize;
use std::fmt;

/// The state of a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "status", content = "why")]
#[non_exhaustive]
pub enum Status {
    /// It runs.
    Live,
    /// The operator has switched it off.
    Disabled,
    /// It could not be initialised or started.
    Failed(String),
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Live => f.write_str("live"),
            Self::Disabled => f.write_str("disabled"),
            Self::Failed(why) => write!(f, "failed: {why}"),
        }
    }
}
