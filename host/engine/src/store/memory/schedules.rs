use super::store::Memory;
use crate::store::{Millis, Owner, Schedule, ScheduleStore, StoreError, StoreResult};
use async_trait::async_trait;

#[async_trait]
impl ScheduleStore for Memory {
    async fn add_schedule(&self, schedule: &Schedule) -> StoreResult<()> {
        let mut state = self.state();
        if let Some(session) = &schedule.session {
            state.session(session)?;
        }
        if state.schedules.contains_key(&schedule.id) {
            return Err(StoreError::taken("schedule", &schedule.id));
        }
        state.schedules.insert(schedule.id.clone(), schedule.clone());
        Ok(())
    }

    async fn schedules(&self, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>> {
        let state = self.state();
        let wanted = state.schedules.values().filter(|found| owner.is_none_or(|owner| found.owner == *owner));
        let mut found: Vec<_> = wanted.cloned().collect();
        found.sort_by(|a, b| (a.next_at, &a.id).cmp(&(b.next_at, &b.id)));
        Ok(found)
    }

    async fn remove_schedule(&self, id: &str) -> StoreResult<Option<Schedule>> {
        Ok(self.state().schedules.remove(id))
    }

    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<Millis>) -> StoreResult<bool> {
        let mut state = self.state();
        let due = state.schedules.get_mut(id).filter(|schedule| schedule.next_at == from);
        let Some(schedule) = due else { return Ok(false) };
        match next {
            Some(next) => schedule.next_at = next,
            None => drop(state.schedules.remove(id)),
        }
        Ok(true)
    }
}
