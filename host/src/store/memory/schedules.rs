use super::state::State;
use crate::store::{Millis, Owner, Result, Schedule, StoreError, Token};

impl State {
    pub(super) fn add_schedule(&mut self, schedule: &Schedule) -> Result<()> {
        if let Some(session) = &schedule.session {
            self.kept(session)?;
        }
        if self.schedules.contains_key(&schedule.id) {
            return Err(StoreError::taken("schedule", &schedule.id));
        }
        self.schedules.insert(schedule.id.clone(), schedule.clone());
        Ok(())
    }

    pub(super) fn list_schedules(&self, owner: Option<&Owner>) -> Vec<Schedule> {
        let wanted = self.schedules.values().filter(|it| owner.is_none_or(|owner| it.owner == *owner));
        let mut found: Vec<_> = wanted.cloned().collect();
        found.sort_by(|a, b| (a.next_at, &a.id).cmp(&(b.next_at, &b.id)));
        found
    }

    pub(super) fn advance_schedule(&mut self, id: &str, from: Millis, next: Option<Millis>) -> bool {
        let Some(schedule) = self.schedules.get_mut(id).filter(|it| it.next_at == from) else { return false };
        match next {
            Some(next) => schedule.next_at = next,
            None => drop(self.schedules.remove(id)),
        }
        true
    }

    pub(super) fn add_token(&mut self, token: &Token) -> Result<()> {
        if self.tokens.contains_key(&token.name) || self.token(&token.hash).is_some() {
            return Err(StoreError::taken("token", &token.name));
        }
        self.tokens.insert(token.name.clone(), token.clone());
        Ok(())
    }

    pub(super) fn token(&self, hash: &str) -> Option<Token> {
        self.tokens.values().find(|token| token.hash == hash).cloned()
    }
}
