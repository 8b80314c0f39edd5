use super::state::{Kept, State};
use crate::store::text::plain;
use crate::store::{Millis, Owner, Page, Result, Session, StoredMessage};
use std::cmp::Reverse;

impl State {
    pub(super) fn open_session(&mut self, session: &Session) -> Session {
        self.sessions.entry(session.id.clone()).or_insert_with(|| Kept::new(session)).session.clone()
    }

    pub(super) fn list(&self, owner: Option<&Owner>, page: &Page) -> Vec<Session> {
        let wanted = self.sessions.values().map(|kept| &kept.session).filter(|session| {
            owner.is_none_or(|owner| session.owner == *owner)
                && page.before.is_none_or(|before| session.active_at < before)
        });
        let mut found: Vec<_> = wanted.collect();
        found.sort_by_key(|session| Reverse((session.active_at, &session.id)));
        found.into_iter().take(page.limit as usize).cloned().collect()
    }

    pub(super) fn close_session(&mut self, id: &str, expired: bool, at: Millis) -> bool {
        let Some(kept) = self.sessions.get_mut(id) else { return false };
        if kept.session.closed_at.is_some() || expired && kept.waiting > 0 {
            return false;
        }
        kept.session.closed_at = Some(at);
        true
    }

    pub(super) fn delete_session(&mut self, id: &str) -> bool {
        let Some(kept) = self.sessions.remove(id) else { return false };
        for posting in kept.keys.values() {
            if let Some(received) = self.postings.remove(posting) {
                self.inbox.remove(&received.order);
            }
        }
        for approval in &kept.approvals {
            self.approvals.remove(approval);
        }
        self.schedules.retain(|_, schedule| schedule.session.as_deref() != Some(id));
        true
    }

    pub(super) fn idle_sessions(&self, since: Millis, limit: u32) -> Vec<Session> {
        let idle = |kept: &&Kept| {
            kept.session.closed_at.is_none() && kept.session.active_at < since && kept.waiting == 0
        };
        let mut found: Vec<_> = self.sessions.values().filter(idle).map(|kept| &kept.session).collect();
        found.sort_by_key(|session| (session.active_at, &session.id));
        found.into_iter().take(limit as usize).cloned().collect()
    }

    pub(super) fn summarise(&mut self, id: &str, summary: &str, upto: u64) -> Result<()> {
        let session = &mut self.kept(id)?.session;
        if session.summarised <= upto {
            session.summary = plain(summary).into_owned();
            session.summarised = upto;
        }
        Ok(())
    }

    pub(super) fn messages(&self, session: &str, after: u64, limit: u32) -> Vec<StoredMessage> {
        let Some(kept) = self.sessions.get(session) else { return Vec::new() };
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        kept.messages.iter().skip(after).take(limit as usize).cloned().collect()
    }
}
