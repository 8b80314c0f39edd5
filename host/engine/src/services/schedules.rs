use crate::store::{Owner, PluginSchedule, Schedule, Store, StoreError};
use crate::time::{self, system_time};
use crate::triggers::{Times, put_off};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, NewSchedule, ScheduleAction, ScheduleError, ScheduleInfo, ScheduleService};
use hookwire::points::{ScheduleCancelled, ScheduleCreated};
use std::sync::Arc;
use uuid::Uuid;

/// The schedules of plugins, in the host's store.
#[derive(Debug)]
pub(crate) struct KeptSchedules(pub(crate) Arc<dyn Store>);

impl KeptSchedules {
    async fn add(&self, new: NewSchedule, cx: &Cx) -> Result<()> {
        let plugin = cx.plugin();
        // Before all plugins have started, nothing is known of their methods.
        if let Some(wiring) = cx.wired() {
            wiring.check_schedule(plugin, &new)?;
        }
        let schedule = self.schedule(&new, cx).await?;
        if !self.0.put_plugin_schedule(&schedule, new.most).await? {
            return Err(ScheduleError::TooMany { plugin, most: new.most }.into());
        }
        // It stands, whatever hooks say; before all plugins have started there are none.
        let _ = cx.fire::<ScheduleCreated>(&ScheduleCreated::new(&*schedule.id, &*schedule.name)).await;
        Ok(())
    }

    async fn schedule(&self, new: &NewSchedule, cx: &Cx) -> Result<Schedule> {
        let due_at = Times::of(&new.trigger)?.first(time::at(cx.now()));
        let due_at = due_at.ok_or_else(|| ScheduleError::Never { trigger: new.trigger.to_string() })?;
        let (owner, session, agent) = self.whose(&new.action, cx).await?;
        let wanted = PluginSchedule {
            plugin: cx.plugin().to_owned(),
            declared: false,
            trigger: new.trigger.clone(),
            jitter: new.jitter,
            action: new.action.clone(),
            max_runs: new.max_runs,
            missed: new.missed,
            due_at,
            runs: 0,
            skipped: 0,
            last_run: None,
        };
        Ok(Schedule {
            id: Uuid::now_v7().to_string(),
            name: new.name.clone(),
            owner,
            session,
            agent,
            message: String::new(),
            next_at: put_off(due_at, new.jitter),
            every_ms: None,
            plugin: Some(wanted),
        })
    }

    /// Returns whose the schedule is, the session that a message goes to, and the agent that answers; none, for a method in
    /// nobody's name.
    async fn whose(&self, action: &ScheduleAction, cx: &Cx) -> Result<(Owner, Option<String>, String)> {
        let identity = cx.identity();
        if let ScheduleAction::Message { session, .. } = action {
            let found = self.0.session(session).await?;
            let found = found.ok_or_else(|| StoreError::unknown("session", session))?;
            return Ok((found.owner, Some(found.id), found.agent));
        }
        if matches!(action, ScheduleAction::Event { .. }) && !identity.has_caller() {
            return Ok((Owner::default(), None, String::new()));
        }
        let session = match &identity.session {
            Some(id) => self.0.session(id).await?,
            None => None,
        };
        let owner = session.map_or_else(|| Owner::of(identity), |session| session.owner);
        Ok((owner, None, identity.agent.clone()))
    }

    async fn list(&self, cx: &Cx) -> Result<Vec<ScheduleInfo>> {
        let own = self.0.plugin_schedules(cx.plugin()).await?;
        Ok(own.into_iter().filter_map(info).collect())
    }

    async fn remove(&self, name: &str, cx: &Cx) -> Result<bool> {
        let own = self.0.plugin_schedules(cx.plugin()).await?;
        let Some(found) = own.into_iter().find(|schedule| schedule.name == name) else { return Ok(false) };
        if found.plugin.is_some_and(|plugin| plugin.declared) {
            return Err(ScheduleError::Declared { name: name.into() }.into());
        }
        let Some(gone) = self.0.remove_schedule(&found.id).await? else { return Ok(false) };
        let _ = cx.fire::<ScheduleCancelled>(&ScheduleCancelled::new(&*gone.id, &*gone.name)).await;
        Ok(true)
    }
}

fn info(schedule: Schedule) -> Option<ScheduleInfo> {
    let plugin = schedule.plugin?;
    let next = system_time(schedule.next_at);
    let mut info = ScheduleInfo::new(schedule.name, plugin.trigger, plugin.action, next);
    info.declared = plugin.declared;
    info.runs = plugin.runs;
    info.last_run = plugin.last_run.map(system_time);
    Some(info)
}

impl ScheduleService<Cx> for KeptSchedules {
    fn put<'a>(&'a self, schedule: NewSchedule, cx: &'a Cx) -> BoxFuture<'a, Result<()>> {
        self.add(schedule, cx).boxed()
    }

    fn list<'a>(&'a self, cx: &'a Cx) -> BoxFuture<'a, Result<Vec<ScheduleInfo>>> {
        self.list(cx).boxed()
    }

    fn cancel<'a>(&'a self, name: &'a str, cx: &'a Cx) -> BoxFuture<'a, Result<bool>> {
        self.remove(name, cx).boxed()
    }
}
