use crate::cx::{Cx, NewSchedule, ScheduleError, ScheduleInfo, ScheduleService, Trigger};
use crate::error::Result;
use crate::lock::lock;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use std::sync::Mutex;

/// Schedules of plugins that are kept and never run; what is due by cron is due at once.
#[derive(Debug, Default)]
pub struct FakeSchedules(Mutex<Vec<(&'static str, ScheduleInfo)>>);

impl FakeSchedules {
    /// Returns the schedules of a plugin, the next one due first.
    pub fn of(&self, plugin: &str) -> Vec<ScheduleInfo> {
        let mut own: Vec<_> = lock(&self.0)
            .iter()
            .filter(|(owner, _)| *owner == plugin)
            .map(|(_, info)| info.clone())
            .collect();
        own.sort_by_key(|info| info.next);
        own
    }

    fn add(&self, wanted: NewSchedule, cx: &Cx) -> Result<(), ScheduleError> {
        let plugin = cx.plugin();
        if let Some(wiring) = cx.wired() {
            wiring.check_schedule(plugin, &wanted)?;
        }
        let next = match &wanted.trigger {
            Trigger::At(at) => *at,
            // A time without end is as late as there are times.
            Trigger::Every(interval) => cx.now().checked_add(*interval).unwrap_or_else(|| cx.now()),
            Trigger::Cron { .. } => cx.now(),
        };
        let mut all = lock(&self.0);
        let is_other = |(owner, info): &&(&str, ScheduleInfo)| *owner == plugin && info.name != wanted.name;
        if all.iter().filter(is_other).count() as u64 >= wanted.most {
            return Err(ScheduleError::TooMany { plugin, most: wanted.most });
        }
        all.retain(|(owner, info)| *owner != plugin || info.name != wanted.name);
        all.push((plugin, ScheduleInfo::new(wanted.name, wanted.trigger, wanted.action, next)));
        Ok(())
    }
}

impl ScheduleService<Cx> for FakeSchedules {
    fn put<'a>(&'a self, schedule: NewSchedule, cx: &'a Cx) -> BoxFuture<'a, Result<()>> {
        ready(self.add(schedule, cx).map_err(Into::into)).boxed()
    }

    fn list<'a>(&'a self, cx: &'a Cx) -> BoxFuture<'a, Result<Vec<ScheduleInfo>>> {
        ready(Ok(self.of(cx.plugin()))).boxed()
    }

    fn cancel<'a>(&'a self, name: &'a str, cx: &'a Cx) -> BoxFuture<'a, Result<bool>> {
        let mut all = lock(&self.0);
        let before = all.len();
        all.retain(|(owner, info)| *owner != cx.plugin() || info.name != name);
        ready(Ok(all.len() < before)).boxed()
    }
}
