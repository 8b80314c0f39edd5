use super::state::{MessageState, State, TurnData};
use super::store::Memory;
use crate::store::{
    Acceptance, Duplicate, InboxMessage, InboxStore, Millis, Notification, StoreError, StoreResult, TurnEnd,
    TurnRecord, TurnStart, replace_nul,
};
use async_trait::async_trait;
use serde_json::Value;

#[async_trait]
impl InboxStore for Memory {
    async fn accept(&self, message: &InboxMessage) -> StoreResult<Acceptance> {
        self.state().accept(message)
    }

    async fn duplicate(&self, session: &str, key: &str) -> StoreResult<Option<Duplicate>> {
        Ok(self.state().duplicate(session, key))
    }

    async fn unanswered(&self) -> StoreResult<Vec<InboxMessage>> {
        let state = self.state();
        Ok(state.inbox.values().filter(|message| !state.has_ended(message)).cloned().collect())
    }

    async fn begin_turn(&self, message: &str, at: Millis) -> StoreResult<TurnStart> {
        self.state().begin_turn(message, at)
    }

    async fn append_journal(&self, session: &str, turn: u64, key: &str, value: &Value) -> StoreResult<()> {
        self.state().append_journal(session, turn, key, value)
    }

    async fn journal(&self, session: &str, turn: u64) -> StoreResult<Vec<(String, Value)>> {
        Ok(self.state().turn(session, turn).map(|turn| turn.journal.clone()).unwrap_or_default())
    }

    async fn finish_turn(&self, end: &TurnEnd) -> StoreResult<bool> {
        self.state().finish_turn(end)
    }

    async fn turn(&self, session: &str, turn: u64) -> StoreResult<Option<TurnRecord>> {
        Ok(self.state().turn(session, turn).map(|turn| turn.record.clone()))
    }

    async fn turns(&self, session: &str) -> StoreResult<Vec<TurnRecord>> {
        let state = self.state();
        let turns = state.sessions.get(session).into_iter().flat_map(|found| &found.turns);
        Ok(turns.map(|turn| turn.record.clone()).collect())
    }

    async fn trace(&self, session: &str, turn: u64) -> StoreResult<Option<Value>> {
        let trace = self.state().turn(session, turn).and_then(|turn| turn.trace.clone());
        let read = trace.map(|trace| serde_json::from_str(&trace)).transpose();
        read.map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    async fn unnotified(&self) -> StoreResult<Vec<InboxMessage>> {
        let state = self.state();
        Ok(state.inbox.values().filter(|message| state.has_ended(message)).cloned().collect())
    }

    async fn mark_notified(&self, session: &str, turn: u64, notification: Notification) -> StoreResult<()> {
        self.state().mark_notified(session, turn, notification)
    }
}

impl State {
    fn accept(&mut self, message: &InboxMessage) -> StoreResult<Acceptance> {
        if let Some(duplicate) = self.duplicate(&message.session, &message.key) {
            return Ok(Acceptance::Duplicate(duplicate));
        }
        let session = self.sessions.get_mut(&message.session);
        let session = session.ok_or_else(|| StoreError::unknown("session", &message.session))?;
        if self.messages.contains_key(&message.id) {
            return Err(StoreError::taken("message", &message.id));
        }
        session.keys.insert(message.key.clone(), message.id.clone());
        session.unanswered += 1;
        session.touch(message.received_at);
        self.accepted += 1;
        let text = replace_nul(&message.text).into_owned();
        self.inbox.insert(self.accepted, InboxMessage { text, ..message.clone() });
        let (session, digest) = (message.session.clone(), message.digest.clone());
        let state = MessageState { session, digest, order: self.accepted, turn: None };
        self.messages.insert(message.id.clone(), state);
        Ok(Acceptance::New)
    }

    fn duplicate(&self, session: &str, key: &str) -> Option<Duplicate> {
        let id = self.sessions.get(session)?.keys.get(key)?;
        let found = self.messages.get(id)?;
        Some(Duplicate { id: id.clone(), digest: found.digest.clone(), turn: found.turn })
    }

    /// Returns whether the turn of a message has ended.
    fn has_ended(&self, message: &InboxMessage) -> bool {
        let number = self.messages.get(&message.id).and_then(|found| found.turn);
        let turn = number.and_then(|number| self.turn(&message.session, number));
        turn.is_some_and(TurnData::has_ended)
    }
}
