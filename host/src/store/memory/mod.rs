//! The store that forgets: for tests, benchmarks and conversations nobody wants kept.

mod approvals;
mod schedules;
mod sessions;
mod state;
mod turns;

use super::{
    Accepted, Answer, Approval, Begun, Duplicate, Finished, InboxMessage, Millis, Owner, Page, Resolved,
    Result, Schedule, Session, Store, StoreError, StoredMessage, Token, TurnRecord,
};
use async_trait::async_trait;
use serde_json::Value;
use state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps everything in memory, for as long as it lives itself.
#[derive(Debug, Default)]
pub struct Memory(Mutex<State>);

impl Memory {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for Memory {
    fn place(&self) -> String {
        "memory".to_owned()
    }

    async fn ping(&self) -> Result<()> {
        Ok(())
    }

    async fn hold(&self) -> Result<()> {
        Ok(())
    }

    async fn open_session(&self, session: &Session) -> Result<Session> {
        Ok(self.state().open_session(session))
    }

    async fn session(&self, id: &str) -> Result<Option<Session>> {
        Ok(self.state().sessions.get(id).map(|kept| kept.session.clone()))
    }

    async fn sessions(&self, owner: Option<&Owner>, page: &Page) -> Result<Vec<Session>> {
        Ok(self.state().list(owner, page))
    }

    async fn close_session(&self, id: &str, expired: bool, at: Millis) -> Result<bool> {
        Ok(self.state().close_session(id, expired, at))
    }

    async fn delete_session(&self, id: &str) -> Result<bool> {
        Ok(self.state().delete_session(id))
    }

    async fn idle_sessions(&self, since: Millis, limit: u32) -> Result<Vec<Session>> {
        Ok(self.state().idle_sessions(since, limit))
    }

    async fn summarise(&self, id: &str, summary: &str, upto: u64) -> Result<()> {
        self.state().summarise(id, summary, upto)
    }

    async fn messages(&self, session: &str, after: u64, limit: u32) -> Result<Vec<StoredMessage>> {
        Ok(self.state().messages(session, after, limit))
    }

    async fn accept(&self, posting: &InboxMessage) -> Result<Accepted> {
        self.state().accept(posting)
    }

    async fn known(&self, session: &str, key: &str) -> Result<Option<Duplicate>> {
        Ok(self.state().known(session, key))
    }

    async fn unanswered(&self) -> Result<Vec<InboxMessage>> {
        Ok(self.state().inbox.values().cloned().collect())
    }

    async fn begin_turn(&self, posting: &str, at: Millis) -> Result<Begun> {
        self.state().begin_turn(posting, at)
    }

    async fn journal(&self, session: &str, turn: u64, key: &str, value: &Value) -> Result<()> {
        self.state().journal(session, turn, key, value)
    }

    async fn journaled(&self, session: &str, turn: u64) -> Result<Vec<(String, Value)>> {
        Ok(self.state().journaled(session, turn))
    }

    async fn finish_turn(&self, finished: &Finished) -> Result<bool> {
        self.state().finish_turn(finished)
    }

    async fn turn(&self, session: &str, turn: u64) -> Result<Option<TurnRecord>> {
        Ok(self.state().worked(session, turn).map(|worked| worked.turn.clone()))
    }

    async fn turns(&self, session: &str) -> Result<Vec<TurnRecord>> {
        let state = self.state();
        let turns = state.sessions.get(session).into_iter().flat_map(|kept| &kept.turns);
        Ok(turns.map(|worked| worked.turn.clone()).collect())
    }

    async fn trace(&self, session: &str, turn: u64) -> Result<Option<Value>> {
        let trace = self.state().worked(session, turn).and_then(|worked| worked.trace.clone());
        let read = trace.map(|trace| serde_json::from_str(&trace)).transpose();
        read.map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    async fn keep_aside(&self, session: &str, id: &str, text: &str) -> Result<()> {
        let text = super::text::plain(text).into_owned();
        self.state().kept(session)?.asides.insert(id.to_owned(), text);
        Ok(())
    }

    async fn aside(&self, session: &str, id: &str) -> Result<Option<String>> {
        Ok(self.state().sessions.get(session).and_then(|kept| kept.asides.get(id).cloned()))
    }

    async fn ask(&self, approval: &Approval) -> Result<Approval> {
        self.state().ask(approval)
    }

    async fn approval(&self, id: &str) -> Result<Option<Approval>> {
        Ok(self.state().approvals.get(id).cloned())
    }

    async fn approvals(&self, owner: Option<&Owner>, pending: bool, limit: u32) -> Result<Vec<Approval>> {
        Ok(self.state().list_approvals(owner, pending, limit))
    }

    async fn resolve(&self, id: &str, answer: &Answer) -> Result<Resolved> {
        Ok(self.state().resolve(id, answer))
    }

    async fn expire_approvals(&self, now: Millis) -> Result<Vec<Approval>> {
        Ok(self.state().expire_approvals(now))
    }

    async fn granted(&self, session: &str, agent: &str, tool: &str, hash: &str) -> Result<Option<Approval>> {
        Ok(self.state().granted(session, agent, tool, hash))
    }

    async fn add_schedule(&self, schedule: &Schedule) -> Result<()> {
        self.state().add_schedule(schedule)
    }

    async fn schedules(&self, owner: Option<&Owner>) -> Result<Vec<Schedule>> {
        Ok(self.state().list_schedules(owner))
    }

    async fn remove_schedule(&self, id: &str) -> Result<Option<Schedule>> {
        Ok(self.state().schedules.remove(id))
    }

    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<Millis>) -> Result<bool> {
        Ok(self.state().advance_schedule(id, from, next))
    }

    async fn add_token(&self, token: &Token) -> Result<()> {
        self.state().add_token(token)
    }

    async fn token(&self, hash: &str) -> Result<Option<Token>> {
        Ok(self.state().token(hash))
    }

    async fn tokens(&self) -> Result<Vec<Token>> {
        Ok(self.state().tokens.values().cloned().collect())
    }

    async fn remove_token(&self, name: &str) -> Result<bool> {
        Ok(self.state().tokens.remove(name).is_some())
    }
}
