use super::{Fields, Owner};
use hookwire::points::ToolCall;
use hookwire_engine::store::{self, Millis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An approval: a tool call that a human has to allow.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Approval {
    /// The approval's id.
    id: String,
    /// The session's id.
    session: String,
    /// The turn's number.
    turn: u64,
    /// The agent that wants to make the call.
    agent: String,
    /// The owner of the session.
    owner: Owner,
    /// The call, as it will run.
    #[schema(value_type = Object)]
    call: ToolCall,
    /// The SHA-256 of tool and arguments: what the answer covers.
    hash: String,
    /// The reason for the question, with the plugin that asks.
    reason: String,
    /// When the question was asked, in milliseconds since 1970.
    asked_at: Millis,
    /// When the question counts as denied, in milliseconds since 1970.
    expires_at: Millis,
    /// The approval's state.
    state: ApprovalState,
    /// The name of whoever answered.
    by: Option<String>,
    /// The calls that the answer covers.
    scope: Scope,
}

impl From<store::Approval> for Approval {
    fn from(approval: store::Approval) -> Self {
        Self {
            id: approval.id,
            session: approval.session,
            turn: approval.turn,
            agent: approval.agent,
            owner: approval.owner.into(),
            call: approval.call,
            hash: approval.hash,
            reason: approval.reason,
            asked_at: approval.asked_at,
            expires_at: approval.expires_at,
            state: approval.state.into(),
            by: approval.by,
            scope: approval.scope.into(),
        }
    }
}

/// The state of an approval.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ApprovalState {
    Pending,
    Approved,
    Denied,
    Expired,
}

impl From<store::ApprovalState> for ApprovalState {
    fn from(state: store::ApprovalState) -> Self {
        match state {
            store::ApprovalState::Pending => Self::Pending,
            store::ApprovalState::Approved => Self::Approved,
            store::ApprovalState::Denied => Self::Denied,
            store::ApprovalState::Expired => Self::Expired,
        }
    }
}

/// The calls that an approval covers.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scope {
    /// This call.
    #[default]
    Once,
    /// Every call of the tool with the very same arguments, by this agent in this session.
    Same,
    /// Every call of the tool, by this agent in this session.
    Tool,
}

impl From<store::Scope> for Scope {
    fn from(scope: store::Scope) -> Self {
        match scope {
            store::Scope::Once => Self::Once,
            store::Scope::Same => Self::Same,
            store::Scope::Tool => Self::Tool,
        }
    }
}

impl From<Scope> for store::Scope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Once => Self::Once,
            Scope::Same => Self::Same,
            Scope::Tool => Self::Tool,
        }
    }
}

/// A page of approvals, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Approvals {
    pub(crate) approvals: Vec<Approval>,
}

/// The answer of a human to an approval.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AnswerBody {
    /// Whether the call may run.
    pub(crate) approve: bool,
    /// The calls that a yes covers; this one call, if absent.
    #[serde(default)]
    pub(crate) scope: Scope,
}

impl Fields for AnswerBody {
    const FIELDS: Option<&'static [&'static str]> = Some(&["approve", "scope"]);
}
