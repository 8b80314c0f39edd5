//! What an answer makes of an approval, the same in every store.

use super::{Answer, Approval, ApprovalState, Millis, Scope};

impl Approval {
    /// Returns the approval with the answer, if it waits and its time is not over.
    pub(super) fn answered(&self, answer: &Answer) -> Option<Self> {
        if self.state != ApprovalState::Pending || self.is_over(answer.at) {
            return None;
        }
        let (state, scope) = if answer.approve {
            (ApprovalState::Approved, answer.scope)
        } else {
            (ApprovalState::Denied, Scope::Once)
        };
        Some(Self { state, scope, by: Some(answer.by.clone()), ..self.clone() })
    }

    /// Returns whether it waits in vain.
    pub(super) fn is_over(&self, now: Millis) -> bool {
        self.state == ApprovalState::Pending && self.expires_at <= now
    }

    /// Returns how it stands at a time, also before [`Store::expire_approvals`](super::Store) has come by.
    pub(super) fn seen_at(mut self, now: Millis) -> Self {
        if self.is_over(now) {
            self.state = ApprovalState::Expired;
        }
        self
    }
}
