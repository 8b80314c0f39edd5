use super::state::{ScheduleState, State};
use super::store::Memory;
use crate::store::{Millis, Owner, Schedule, ScheduleStore, StoreError, StoreResult};
use async_trait::async_trait;

#[async_trait]
impl ScheduleStore for Memory {
    async fn add_schedule(&self, schedule: &Schedule) -> StoreResult<()> {
        self.state().add_schedule(schedule)
    }

    async fn put_plugin_schedule(&self, schedule: &Schedule, most: u64) -> StoreResult<bool> {
        let mut state = self.state();
        let Some(wanted) = &schedule.plugin else { return state.add_schedule(schedule).map(|()| true) };
        let of_plugin = |kept: &&Schedule| kept.plugin.as_ref().is_some_and(|it| it.plugin == wanted.plugin);
        let own = || state.schedules.values().map(|kept| &kept.schedule).filter(of_plugin);
        if own().filter(|kept| kept.name != schedule.name).count() as u64 >= most {
            return Ok(false);
        }
        if let Some(session) = &schedule.session {
            state.session(session)?;
        }
        let old = own().find(|kept| kept.name == schedule.name).map(|kept| kept.id.clone());
        if let Some(old) = old {
            state.schedules.remove(&old);
        }
        state.add_schedule(schedule).map(|()| true)
    }

    async fn schedules(&self, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>> {
        let is_wanted =
            |found: &Schedule| owner.is_none_or(|owner| found.plugin.is_none() && found.owner == *owner);
        Ok(self.state().schedules(|kept| is_wanted(&kept.schedule)))
    }

    async fn plugin_schedules(&self, plugin: &str) -> StoreResult<Vec<Schedule>> {
        let is_own = |found: &Schedule| found.plugin.as_ref().is_some_and(|it| it.plugin == plugin);
        Ok(self.state().schedules(|kept| is_own(&kept.schedule)))
    }

    async fn due_schedules(&self, now: Millis) -> StoreResult<Vec<Schedule>> {
        Ok(self.state().schedules(|kept| kept.schedule.next_at <= now && !kept.claimed))
    }

    async fn claim_schedule(&self, id: &str, from: Millis) -> StoreResult<Option<u64>> {
        let mut state = self.state();
        let kept = state.schedules.get_mut(id);
        let Some(kept) = kept.filter(|kept| kept.schedule.next_at == from && !kept.claimed) else {
            return Ok(None);
        };
        kept.claimed = true;
        kept.attempts += 1;
        Ok(Some(kept.attempts))
    }

    async fn release_schedules(&self) -> StoreResult<()> {
        self.state().schedules.values_mut().for_each(|kept| kept.claimed = false);
        Ok(())
    }

    async fn remove_schedule(&self, id: &str) -> StoreResult<Option<Schedule>> {
        Ok(self.state().schedules.remove(id).map(|kept| kept.schedule))
    }

    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<&Schedule>) -> StoreResult<bool> {
        let mut state = self.state();
        let due = state.schedules.get_mut(id).filter(|kept| kept.schedule.next_at == from);
        let Some(kept) = due else { return Ok(false) };
        match next {
            Some(next) => {
                (kept.claimed, kept.attempts, kept.schedule.next_at) = (false, 0, next.next_at);
                kept.schedule.plugin.clone_from(&next.plugin);
            }
            None => drop(state.schedules.remove(id)),
        }
        Ok(true)
    }
}

impl State {
    fn add_schedule(&mut self, schedule: &Schedule) -> StoreResult<()> {
        if let Some(session) = &schedule.session {
            self.session(session)?;
        }
        if self.schedules.contains_key(&schedule.id) {
            return Err(StoreError::taken("schedule", &schedule.id));
        }
        let kept = ScheduleState { schedule: schedule.clone(), claimed: false, attempts: 0 };
        self.schedules.insert(schedule.id.clone(), kept);
        Ok(())
    }

    /// Returns the schedules that are wanted, the next one due first.
    fn schedules(&self, is_wanted: impl Fn(&ScheduleState) -> bool) -> Vec<Schedule> {
        let wanted = self.schedules.values().filter(|kept| is_wanted(kept));
        let mut found: Vec<_> = wanted.map(|kept| kept.schedule.clone()).collect();
        found.sort_by(|a, b| (a.next_at, &a.id).cmp(&(b.next_at, &b.id)));
        found
    }
}
