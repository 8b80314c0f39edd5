use super::state::{Received, State, Worked};
use crate::store::text::plain;
use crate::store::{
    Accepted, Begun, Duplicate, Finished, InboxMessage, Millis, Result, StoreError, TurnRecord, TurnStatus,
};
use hookwire::points::{Message, MessageRole};
use serde_json::Value;

impl State {
    pub(super) fn accept(&mut self, posting: &InboxMessage) -> Result<Accepted> {
        if let Some(known) = self.known(&posting.session, &posting.key) {
            return Ok(Accepted::Duplicate(known));
        }
        let kept = self.sessions.get_mut(&posting.session);
        let kept = kept.ok_or_else(|| StoreError::unknown("session", &posting.session))?;
        if self.postings.contains_key(&posting.id) {
            return Err(StoreError::taken("posting", &posting.id));
        }
        kept.keys.insert(posting.key.clone(), posting.id.clone());
        kept.waiting += 1;
        kept.touch(posting.received_at);
        self.arrived += 1;
        let digest = posting.digest.clone();
        let received = Received { session: posting.session.clone(), order: self.arrived, digest, turn: None };
        self.postings.insert(posting.id.clone(), received);
        let text = plain(&posting.text).into_owned();
        self.inbox.insert(self.arrived, InboxMessage { text, ..posting.clone() });
        Ok(Accepted::New)
    }

    pub(super) fn known(&self, session: &str, key: &str) -> Option<Duplicate> {
        let posting = self.sessions.get(session)?.keys.get(key)?;
        let received = self.postings.get(posting)?;
        Some(Duplicate { posting: posting.clone(), digest: received.digest.clone(), turn: received.turn })
    }

    pub(super) fn begin_turn(&mut self, id: &str, at: Millis) -> Result<Begun> {
        let unknown = || StoreError::unknown("posting", id);
        let received = self.postings.get_mut(id).ok_or_else(unknown)?;
        let waiting = self.inbox.get(&received.order);
        if let Some(turn) = received.turn {
            return Ok(Begun { turn, resumed: true, ended: waiting.is_none() });
        }
        let posting = waiting.ok_or_else(unknown)?;
        let kept = self.sessions.get_mut(&received.session).ok_or_else(unknown)?;
        let number = kept.turns.len() as u64 + 1;
        let turn = TurnRecord {
            session: posting.session.clone(),
            turn: number,
            agent: posting.agent.clone(),
            state: TurnStatus::Running,
            response: String::new(),
            error: None,
            started_at: at,
            ended_at: None,
        };
        kept.turns.push(Worked { turn, posting: id.to_owned(), journal: Vec::new(), trace: None });
        kept.write(number, at, Message::new(MessageRole::User, posting.text.clone()));
        kept.session.turns = number;
        kept.touch(at);
        received.turn = Some(number);
        Ok(Begun { turn: number, resumed: false, ended: false })
    }

    pub(super) fn journal(&mut self, session: &str, turn: u64, key: &str, value: &Value) -> Result<()> {
        let worked = self.kept(session)?.worked_mut(turn)?;
        let runs = worked.turn.state == TurnStatus::Running;
        if runs && !worked.journal.iter().any(|(known, _)| known == key) {
            worked.journal.push((key.to_owned(), value.clone()));
        }
        Ok(())
    }

    pub(super) fn journaled(&self, session: &str, turn: u64) -> Vec<(String, Value)> {
        self.worked(session, turn).map(|worked| worked.journal.clone()).unwrap_or_default()
    }

    pub(super) fn finish_turn(&mut self, finished: &Finished) -> Result<bool> {
        let kept = self.kept(&finished.session)?;
        let worked = kept.worked_mut(finished.turn)?;
        if worked.turn.state != TurnStatus::Running {
            return Ok(false);
        }
        worked.turn.state = TurnStatus::Ended(finished.end);
        worked.turn.response = plain(&finished.response).into_owned();
        worked.turn.error = finished.error.as_deref().map(|it| plain(it).into_owned());
        worked.turn.ended_at = Some(finished.at);
        worked.trace.clone_from(&finished.trace);
        worked.journal = Vec::new();
        let posting = worked.posting.clone();
        for message in &finished.messages {
            kept.write(finished.turn, finished.at, message.clone());
        }
        kept.waiting -= 1;
        kept.touch(finished.at);
        if let Some(received) = self.postings.get(&posting) {
            self.inbox.remove(&received.order);
        }
        Ok(true)
    }

    pub(super) fn worked(&self, session: &str, turn: u64) -> Option<&Worked> {
        self.sessions.get(session)?.worked(turn)
    }
}
