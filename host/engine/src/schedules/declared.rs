use crate::state::EngineState;
use crate::store::{Owner, PluginSchedule, Schedule, StoreError};
use crate::time::{Millis, now};
use crate::triggers::{Times, put_off};
use hookwire::cx::{ScheduleAction, ScheduleError, Trigger};
use hookwire::plugin::{Manifest, ScheduleDecl};
use serde_json::Value;
use uuid::Uuid;

/// Makes a store ready for schedules to fire: ends the claims of a host that is no more, and keeps for each method with
/// `#[every]` or `#[cron]` the schedule that its attribute says, and no other.
pub(crate) async fn prepare(state: &EngineState) -> Result<(), StoreError> {
    let store = state.store();
    store.release_schedules().await?;
    let kept = store.schedules(None).await?;
    let mut kept: Vec<_> =
        kept.iter().filter(|it| it.plugin.as_ref().is_some_and(|it| it.declared)).collect();
    for plugin in state.plugins().registry().plugins() {
        for decl in plugin.contributions_of::<ScheduleDecl>() {
            let Some(wanted) = wanted(plugin, decl, now()) else { continue };
            let old = kept.iter().position(|old| is_of(old, plugin, decl)).map(|at| kept.swap_remove(at));
            if !old.is_some_and(|old| is_same(old, &wanted)) {
                store.put_plugin_schedule(&wanted, u64::MAX).await?;
            }
        }
    }
    for gone in kept {
        store.remove_schedule(&gone.id).await?;
    }
    Ok(())
}

/// Returns the schedule that an attribute says, if it says one and it can be.
fn wanted(plugin: &Manifest, decl: &ScheduleDecl, now: Millis) -> Option<Schedule> {
    let trigger = Trigger::from(decl.trigger?);
    let due_at = match first(&trigger, now) {
        Ok(due_at) => due_at?,
        Err(error) => {
            let place = plugin.place();
            tracing::error!(plugin = plugin.id, "`{}` ({place}) does not run: {error}", decl.method());
            return None;
        }
    };
    let wanted = PluginSchedule {
        plugin: plugin.id.to_owned(),
        declared: true,
        trigger,
        jitter: decl.jitter,
        action: ScheduleAction::Event { method: decl.method().to_owned(), payload: Value::Null },
        max_runs: None,
        missed: decl.missed,
        due_at,
        runs: 0,
        skipped: 0,
        last_run: None,
    };
    Some(Schedule {
        id: Uuid::now_v7().to_string(),
        name: decl.method().to_owned(),
        owner: Owner::default(),
        session: None,
        agent: String::new(),
        message: String::new(),
        next_at: put_off(due_at, decl.jitter),
        every_ms: None,
        plugin: Some(wanted),
    })
}

fn first(trigger: &Trigger, now: Millis) -> Result<Option<Millis>, ScheduleError> {
    Ok(Times::of(trigger)?.first(now))
}

fn is_of(kept: &Schedule, plugin: &Manifest, decl: &ScheduleDecl) -> bool {
    kept.name == decl.method() && kept.plugin.as_ref().is_some_and(|it| it.plugin == plugin.id)
}

/// Returns whether two schedules of one method say the same, however far they are.
fn is_same(kept: &Schedule, wanted: &Schedule) -> bool {
    let what = |schedule: &Schedule| {
        let plugin = schedule.plugin.as_ref()?;
        Some((plugin.trigger.clone(), plugin.jitter, plugin.missed))
    };
    what(kept) == what(wanted)
}
