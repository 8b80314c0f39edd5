use super::state::State;
use super::store::Memory;
use crate::store::{
    Answer, Approval, ApprovalState, ApprovalStore, Millis, Owner, Resolution, Scope, StoreError, StoreResult,
};
use async_trait::async_trait;
use std::cmp::Reverse;

#[async_trait]
impl ApprovalStore for Memory {
    async fn request_approval(&self, approval: &Approval) -> StoreResult<Approval> {
        self.state().request_approval(approval)
    }

    async fn approval(&self, id: &str) -> StoreResult<Option<Approval>> {
        Ok(self.state().approvals.get(id).cloned())
    }

    async fn approvals(
        &self,
        owner: Option<&Owner>,
        pending: bool,
        limit: u32,
    ) -> StoreResult<Vec<Approval>> {
        let state = self.state();
        let wanted = state.approvals.values().filter(|approval| {
            owner.is_none_or(|owner| approval.owner == *owner)
                && (!pending || approval.state == ApprovalState::Pending)
        });
        let mut found: Vec<_> = wanted.collect();
        found.sort_by_key(|approval| Reverse((approval.asked_at, &approval.id)));
        Ok(found.into_iter().take(limit as usize).cloned().collect())
    }

    async fn resolve_approval(&self, id: &str, answer: &Answer) -> StoreResult<Resolution> {
        let mut state = self.state();
        let Some(approval) = state.approvals.get_mut(id) else { return Ok(Resolution::Unknown) };
        Ok(match approval.resolved_by(answer) {
            Some(resolved) => {
                approval.clone_from(&resolved);
                Resolution::Now(resolved)
            }
            None => Resolution::Before(approval.clone().as_of(answer.at)),
        })
    }

    async fn expire_approvals(&self, now: Millis) -> StoreResult<Vec<Approval>> {
        let mut state = self.state();
        let expired = state.approvals.values_mut().filter(|approval| approval.has_expired(now));
        let mark = |approval: &mut Approval| {
            approval.state = ApprovalState::Expired;
            approval.clone()
        };
        Ok(expired.map(mark).collect())
    }

    async fn find_grant(
        &self,
        session: &str,
        agent: &str,
        tool: &str,
        hash: &str,
    ) -> StoreResult<Option<Approval>> {
        let covers = |approval: &&Approval| {
            let scope = match approval.scope {
                Scope::Once => false,
                Scope::Same => approval.hash == hash,
                Scope::Tool => true,
            };
            let call = approval.agent == agent && approval.call.tool == tool;
            approval.state == ApprovalState::Approved && scope && call
        };
        Ok(self.state().approvals_of(session).find(covers).cloned())
    }
}

impl State {
    fn request_approval(&mut self, wanted: &Approval) -> StoreResult<Approval> {
        let same = |known: &Approval| {
            known.turn == wanted.turn && known.call.id == wanted.call.id && known.hash == wanted.hash
        };
        self.session(&wanted.session)?;
        if let Some(known) = self.approvals_of(&wanted.session).find(|known| same(known)) {
            return Ok(known.clone());
        }
        if self.approvals.contains_key(&wanted.id) {
            return Err(StoreError::taken("approval", &wanted.id));
        }
        self.approvals.insert(wanted.id.clone(), wanted.clone());
        self.session_mut(&wanted.session)?.approvals.push(wanted.id.clone());
        Ok(wanted.clone())
    }

    fn approvals_of(&self, session: &str) -> impl Iterator<Item = &Approval> {
        let ids = self.sessions.get(session).into_iter().flat_map(|found| &found.approvals);
        ids.filter_map(|id| self.approvals.get(id))
    }
}
