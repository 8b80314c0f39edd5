use super::made_of;
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// Fired at a session's first request.
#[hook_point("session.start", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionStart {
    /// The session's id.
    pub session: String,
}
made_of!(SessionStart { session: String });

/// Fired when a session is closed or has expired.
#[hook_point("session.end", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionEnd {
    /// The session's id.
    pub session: String,
    /// Whether nobody closed it.
    pub expired: bool,
}
made_of!(SessionEnd { session: String });

/// Fired when a long session was summarised.
#[hook_point("summary.updated", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SummaryUpdated {
    /// The session's id.
    pub session: String,
    /// The summary.
    pub summary: String,
    /// How many messages it stands for.
    pub messages: u64,
}
made_of!(SummaryUpdated { session: String, summary: String });
