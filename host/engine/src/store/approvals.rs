use super::{Millis, Owner, StoreResult};
use async_trait::async_trait;
use hookwire::points::ToolCall;
use serde::{Deserialize, Serialize};

/// A tool call that runs only if a human approves it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Approval {
    /// The id of the approval.
    pub id: String,
    /// The id of the session.
    pub session: String,
    /// The number of the turn.
    pub turn: u64,
    /// The agent that makes the call.
    pub agent: String,
    /// The owner of the session.
    pub owner: Owner,
    /// The call, exactly as it will run.
    pub call: ToolCall,
    /// The SHA-256 of tool and arguments, which an answer of scope `same` covers.
    pub hash: String,
    /// The reason for asking, with the plugin that asks.
    pub reason: String,
    /// The time at which the approval was requested.
    pub asked_at: Millis,
    /// The time from which the call counts as denied.
    pub expires_at: Millis,
    /// The state of the approval.
    pub state: ApprovalState,
    /// The name of the human who answered.
    pub by: Option<String>,
    /// The calls that the answer covers.
    pub scope: Scope,
}

/// The state of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum ApprovalState {
    Pending,
    Approved,
    Denied,
    Expired,
}

/// The calls that an answer covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// This call only.
    #[default]
    Once,
    /// Every call of the tool with the very same arguments, by this agent in this session.
    Same,
    /// Every call of the tool, by this agent in this session.
    Tool,
}

/// A human's answer to an approval.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Whether the call may run.
    pub approve: bool,
    /// The name of the human who answers.
    pub by: String,
    /// The calls that the answer covers; a denial covers one call, whatever is said here.
    pub scope: Scope,
    /// The time of the answer.
    pub at: Millis,
}

/// The result of answering an approval.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// This answer counts; the approval with the answer.
    Now(Approval),
    /// An earlier answer, or the clock, decided already; the approval as it stands.
    Before(Approval),
    /// There is no such approval.
    Unknown,
}

impl Approval {
    /// Returns the approval with an answer, if it is pending and has not expired.
    pub fn resolved_by(&self, answer: &Answer) -> Option<Self> {
        if self.state != ApprovalState::Pending || self.has_expired(answer.at) {
            return None;
        }
        let (state, scope) = if answer.approve {
            (ApprovalState::Approved, answer.scope)
        } else {
            (ApprovalState::Denied, Scope::Once)
        };
        Some(Self { state, scope, by: Some(answer.by.clone()), ..self.clone() })
    }

    /// Returns whether the approval is pending although its time is over.
    pub fn has_expired(&self, now: Millis) -> bool {
        self.state == ApprovalState::Pending && self.expires_at <= now
    }

    /// Returns the approval as it stands at a time, also before [`ApprovalStore::expire_approvals`] has run.
    #[must_use]
    pub fn as_of(mut self, now: Millis) -> Self {
        if self.has_expired(now) {
            self.state = ApprovalState::Expired;
        }
        self
    }
}

/// Approvals.
#[async_trait]
pub trait ApprovalStore: Send + Sync {
    /// Stores an approval, unless one was requested for the same call of the same turn with the same arguments; returns
    /// the one that is stored.
    async fn request_approval(&self, approval: &Approval) -> StoreResult<Approval>;

    /// Returns an approval.
    async fn approval(&self, id: &str) -> StoreResult<Option<Approval>>;

    /// Returns approvals of an owner, or of everybody, the latest first; with `pending` only those that are pending.
    async fn approvals(&self, owner: Option<&Owner>, pending: bool, limit: u32)
    -> StoreResult<Vec<Approval>>;

    /// Answers an approval that is pending and has not expired.
    async fn resolve_approval(&self, id: &str, answer: &Answer) -> StoreResult<Resolution>;

    /// Marks every pending approval whose time is over as expired, and returns these.
    async fn expire_approvals(&self, now: Millis) -> StoreResult<Vec<Approval>>;

    /// Returns the first approval whose answer covers a call beyond the one it was requested for.
    async fn find_grant(
        &self,
        session: &str,
        agent: &str,
        tool: &str,
        hash: &str,
    ) -> StoreResult<Option<Approval>>;
}
