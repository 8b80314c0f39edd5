use serde::{Deserialize, Serialize};

/// Says who asks, for whom, as which agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Identity {
    /// How the request came.
    pub kind: RequestKind,
    /// The organisation, where there is more than one.
    pub tenant: Option<String>,
    /// The person.
    pub user: Option<String>,
    /// The conversation.
    pub session: Option<String>,
    /// The agent's name.
    pub agent: String,
    /// What the agent is in its team.
    pub role: Role,
    /// The tool call, inside one.
    pub call: Option<String>,
}

impl Identity {
    /// Names an agent and its role; everything else is empty.
    pub fn agent(name: impl Into<String>, role: Role) -> Self {
        Self { agent: name.into(), role, ..Self::default() }
    }
}

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum RequestKind {
    /// By the host itself: start, stop, housekeeping.
    #[default]
    Internal,
    /// By a request that waits for the whole answer.
    Chat,
    /// By a request that reads the answer as it comes.
    Stream,
    /// From the command line.
    Cli,
    /// By a lead that delegates.
    Subagent,
    /// By a schedule.
    Schedule,
}

/// What an agent is in its team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Delegates to members.
    Lead,
    /// Works for a lead.
    Member,
    /// Works alone.
    #[default]
    Agent,
}
