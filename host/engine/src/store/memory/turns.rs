use super::state::{State, TurnData};
use crate::store::{
    Millis, Notification, PendingNotifications, StoreError, StoreResult, TurnEnd, TurnRecord, TurnStart,
    TurnStatus, replace_nul,
};
use hookwire::points::{Message, MessageRole};
use serde_json::Value;

impl State {
    pub(super) fn begin_turn(&mut self, id: &str, at: Millis) -> StoreResult<TurnStart> {
        let unknown = || StoreError::unknown("message", id);
        let found = self.messages.get_mut(id).ok_or_else(unknown)?;
        let session = self.sessions.get_mut(&found.session).ok_or_else(unknown)?;
        if let Some(number) = found.turn {
            return Ok(session.turn_mut(number)?.restart());
        }
        let waiting = self.inbox.get(&found.order).ok_or_else(unknown)?;
        let number = session.turns.len() as u64 + 1;
        let record = TurnRecord {
            session: found.session.clone(),
            turn: number,
            agent: waiting.agent.clone(),
            state: TurnStatus::Running,
            response: String::new(),
            error: None,
            started_at: at,
            ended_at: None,
        };
        let pending = PendingNotifications::at_start(number);
        let message = id.to_owned();
        session.turns.push(TurnData { record, message, journal: Vec::new(), trace: None, pending });
        session.add_message(number, at, Message::new(MessageRole::User, waiting.text.clone()));
        session.session.turns = number;
        session.touch(at);
        found.turn = Some(number);
        Ok(TurnStart { turn: number, resumed: false, ended: false, pending })
    }

    pub(super) fn append_journal(
        &mut self,
        session: &str,
        turn: u64,
        key: &str,
        value: &Value,
    ) -> StoreResult<()> {
        let turn = self.session_mut(session)?.turn_mut(turn)?;
        if !turn.has_ended() && !turn.journal.iter().any(|(known, _)| known == key) {
            turn.journal.push((key.to_owned(), value.clone()));
            turn.pending = PendingNotifications::NONE;
        }
        Ok(())
    }

    pub(super) fn finish_turn(&mut self, end: &TurnEnd) -> StoreResult<bool> {
        let session = self.session_mut(&end.session)?;
        let turn = session.turn_mut(end.turn)?;
        if turn.has_ended() {
            return Ok(false);
        }
        turn.record.state = TurnStatus::Ended(end.end);
        turn.record.response = replace_nul(&end.response).into_owned();
        turn.record.error = end.error.as_deref().map(|error| replace_nul(error).into_owned());
        turn.record.ended_at = Some(end.at);
        turn.trace.clone_from(&end.trace);
        turn.journal = Vec::new();
        turn.pending = PendingNotifications::at_end(end.notify_persisted);
        let done = turn.pending.is_empty().then(|| turn.message.clone());
        for message in &end.messages {
            session.add_message(end.turn, end.at, message.clone());
        }
        session.unanswered -= 1;
        session.touch(end.at);
        self.remove_from_inbox(done);
        Ok(true)
    }

    pub(super) fn mark_notified(
        &mut self,
        session: &str,
        number: u64,
        notification: Notification,
    ) -> StoreResult<()> {
        let missing = |_| StoreError::unknown_turn(session, number);
        let turn = self.session_mut(session).map_err(missing)?.turn_mut(number)?;
        turn.pending = turn.pending.without(notification);
        let done = (turn.has_ended() && turn.pending.is_empty()).then(|| turn.message.clone());
        self.remove_from_inbox(done);
        Ok(())
    }

    fn remove_from_inbox(&mut self, message: Option<String>) {
        if let Some(message) = message.and_then(|id| self.messages.get(&id)) {
            self.inbox.remove(&message.order);
        }
    }
}

impl TurnData {
    pub(super) fn has_ended(&self) -> bool {
        self.record.state != TurnStatus::Running
    }

    /// Returns the start of a turn that had begun before.
    fn restart(&self) -> TurnStart {
        TurnStart { turn: self.record.turn, resumed: true, ended: self.has_ended(), pending: self.pending }
    }
}
