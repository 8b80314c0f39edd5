use serde::{Deserialize, Serialize};

/// The identity of a request: who asks, how, for whom, as which agent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Identity {
    /// The way the request came.
    pub kind: RequestKind,
    /// The channel it came by: `http`, `terminal`, a plugin's own.
    pub channel: Option<String>,
    /// The path under which the host's pages are, where another application has mounted it: `/agent`. Routes and cards have it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mount: String,
    /// The id of the message that is answered.
    pub request: Option<String>,
    /// The organisation, where there is more than one.
    pub tenant: Option<String>,
    /// The person.
    pub user: Option<String>,
    /// Whether the person may do what only admins may: who runs the host, and whom the operator names in `admins`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub admin: bool,
    /// The id of the conversation.
    pub session: Option<String>,
    /// The number of the turn in its session, from 1.
    pub turn: Option<u64>,
    /// The id of the agent's run: the session, the turn and, for a member, the calls that delegated to it, with slashes
    /// between them.
    pub run: Option<String>,
    /// The name of the agent.
    pub agent: String,
    /// The agent's part in its team.
    pub role: Role,
    /// The id of the tool call, inside one.
    pub call: Option<String>,
}

impl Identity {
    /// Makes the identity of an agent and its role; everything else is empty.
    pub fn agent(name: impl Into<String>, role: Role) -> Self {
        Self { agent: name.into(), role, ..Self::default() }
    }

    /// Returns whether somebody asks who is known; the host and plugins also act of their own accord, when they start or by
    /// the clock for instance, and anybody can ask for a public route.
    pub fn has_caller(&self) -> bool {
        let is_nobodys = matches!(self.kind, RequestKind::Internal | RequestKind::Public);
        !is_nobodys || self.user.is_some() || self.session.is_some()
    }
}

/// The ways in which a request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum RequestKind {
    /// By the host itself: start, stop, housekeeping, and methods of plugins that run by the clock and for nobody.
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
    /// To the routes of a plugin, from somebody who is known.
    Route,
    /// To a public route of a plugin, from somebody whom nobody knows.
    Public,
}

/// The part of an agent in its team.
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
