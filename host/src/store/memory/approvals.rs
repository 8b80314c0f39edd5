use super::state::State;
use crate::store::{Answer, Approval, ApprovalState, Millis, Owner, Resolved, Result, Scope, StoreError};
use std::cmp::Reverse;

impl State {
    pub(super) fn ask(&mut self, asked: &Approval) -> Result<Approval> {
        let same = |known: &Approval| {
            known.turn == asked.turn && known.call.id == asked.call.id && known.hash == asked.hash
        };
        if !self.sessions.contains_key(&asked.session) {
            return Err(StoreError::unknown("session", &asked.session));
        }
        if let Some(known) = self.of_session(&asked.session).find(|known| same(known)) {
            return Ok(known.clone());
        }
        if self.approvals.contains_key(&asked.id) {
            return Err(StoreError::taken("approval", &asked.id));
        }
        self.approvals.insert(asked.id.clone(), asked.clone());
        self.kept(&asked.session)?.approvals.push(asked.id.clone());
        Ok(asked.clone())
    }

    pub(super) fn list_approvals(&self, owner: Option<&Owner>, pending: bool, limit: u32) -> Vec<Approval> {
        let wanted = self.approvals.values().filter(|approval| {
            owner.is_none_or(|owner| approval.owner == *owner)
                && (!pending || approval.state == ApprovalState::Pending)
        });
        let mut found: Vec<_> = wanted.collect();
        found.sort_by_key(|approval| Reverse((approval.asked_at, &approval.id)));
        found.into_iter().take(limit as usize).cloned().collect()
    }

    pub(super) fn resolve(&mut self, id: &str, answer: &Answer) -> Resolved {
        let Some(approval) = self.approvals.get_mut(id) else { return Resolved::Unknown };
        match approval.answered(answer) {
            Some(now) => {
                approval.clone_from(&now);
                Resolved::Now(now)
            }
            None => Resolved::Before(approval.clone().seen_at(answer.at)),
        }
    }

    pub(super) fn expire_approvals(&mut self, now: Millis) -> Vec<Approval> {
        let over = self.approvals.values_mut().filter(|approval| approval.is_over(now));
        over.map(|approval| {
            approval.state = ApprovalState::Expired;
            approval.clone()
        })
        .collect()
    }

    pub(super) fn granted(&self, session: &str, agent: &str, tool: &str, hash: &str) -> Option<Approval> {
        let covers = |approval: &&Approval| {
            let scope = match approval.scope {
                Scope::Once => false,
                Scope::Same => approval.hash == hash,
                Scope::Tool => true,
            };
            let call = approval.agent == agent && approval.call.tool == tool;
            approval.state == ApprovalState::Approved && scope && call
        };
        self.of_session(session).find(covers).cloned()
    }

    fn of_session(&self, session: &str) -> impl Iterator<Item = &Approval> {
        let ids = self.sessions.get(session).into_iter().flat_map(|kept| &kept.approvals);
        ids.filter_map(|id| self.approvals.get(id))
    }
}
