use super::state::{SessionState, State};
use super::store::Memory;
use crate::store::{Millis, Owner, Page, Session, SessionStore, StoreResult, StoredMessage, replace_nul};
use async_trait::async_trait;
use hookwire::cx::KvOwner;
use hookwire::points::Message;
use std::cmp::Reverse;

#[async_trait]
impl SessionStore for Memory {
    async fn open_session(&self, session: &Session) -> StoreResult<Session> {
        let mut state = self.state();
        let entry = state.sessions.entry(session.id.clone());
        Ok(entry.or_insert_with(|| SessionState::new(session)).session.clone())
    }

    async fn session(&self, id: &str) -> StoreResult<Option<Session>> {
        Ok(self.state().sessions.get(id).map(|found| found.session.clone()))
    }

    async fn sessions(&self, owner: Option<&Owner>, page: &Page) -> StoreResult<Vec<Session>> {
        let state = self.state();
        let wanted = state.sessions.values().map(|found| &found.session).filter(|session| {
            owner.is_none_or(|owner| session.owner == *owner)
                && page.before.is_none_or(|before| session.active_at < before)
        });
        let mut found: Vec<_> = wanted.collect();
        found.sort_by_key(|session| Reverse((session.active_at, &session.id)));
        Ok(found.into_iter().take(page.limit as usize).cloned().collect())
    }

    async fn close_session(&self, id: &str, expired: bool, at: Millis) -> StoreResult<bool> {
        let mut state = self.state();
        let Some(found) = state.sessions.get_mut(id) else { return Ok(false) };
        if found.session.closed_at.is_some() || expired && found.unanswered > 0 {
            return Ok(false);
        }
        found.session.closed_at = Some(at);
        Ok(true)
    }

    async fn delete_session(&self, id: &str) -> StoreResult<bool> {
        Ok(self.state().delete_session(id))
    }

    async fn idle_sessions(&self, since: Millis, limit: u32) -> StoreResult<Vec<Session>> {
        let state = self.state();
        let idle = |found: &&SessionState| {
            found.session.closed_at.is_none() && found.session.active_at < since && found.unanswered == 0
        };
        let mut found: Vec<_> = state.sessions.values().filter(idle).map(|found| &found.session).collect();
        found.sort_by_key(|session| (session.active_at, &session.id));
        Ok(found.into_iter().take(limit as usize).cloned().collect())
    }

    async fn summarise(&self, id: &str, summary: &str, upto: u64) -> StoreResult<()> {
        let mut state = self.state();
        let session = &mut state.session_mut(id)?.session;
        if session.summarised <= upto {
            session.summary = replace_nul(summary).into_owned();
            session.summarised = upto;
        }
        Ok(())
    }

    async fn label_session(&self, id: &str, label: &str) -> StoreResult<bool> {
        let mut state = self.state();
        let Some(found) = state.sessions.get_mut(id) else { return Ok(false) };
        found.session.label = replace_nul(label).into_owned();
        Ok(true)
    }

    async fn add_message(&self, session: &str, message: &Message, at: Millis) -> StoreResult<()> {
        let mut state = self.state();
        let found = state.session_mut(session)?;
        found.add_message(found.session.turns, at, message.clone());
        found.touch(at);
        Ok(())
    }

    async fn messages(&self, session: &str, after: u64, limit: u32) -> StoreResult<Vec<StoredMessage>> {
        let state = self.state();
        let Some(found) = state.sessions.get(session) else { return Ok(Vec::new()) };
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(found.transcript.iter().skip(after).take(limit as usize).cloned().collect())
    }
}

impl State {
    fn delete_session(&mut self, id: &str) -> bool {
        let Some(found) = self.sessions.remove(id) else { return false };
        for message in found.keys.values() {
            if let Some(message) = self.messages.remove(message) {
                self.inbox.remove(&message.order);
            }
        }
        for approval in &found.approvals {
            self.approvals.remove(approval);
        }
        self.values.remove_spaces(|space| space.owner == KvOwner::Session(id.to_owned()));
        self.schedules.retain(|_, kept| kept.schedule.session.as_deref() != Some(id));
        true
    }
}
