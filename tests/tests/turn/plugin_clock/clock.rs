use crate::saying;
use hookwire::cx::{Missed, ScheduleEvent};
use hookwire::{Cx, Error, Result, plugin};
use hookwire_host::engine::store::{PluginSchedule, Schedule, Store};
use hookwire_tests::test_host::TestHost;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;

pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 60 * MINUTE;

/// Makes schedules as it is told, and notes the runs.
#[derive(Debug, Default)]
pub(super) struct Clock {
    pub(super) runs: Mutex<Vec<ScheduleEvent>>,
    pub(super) go_on: Notify,
}

#[plugin(id = "clock", capabilities = [schedule])]
impl Clock {
    #[command("/plan")]
    async fn plan(&self, args: &str, cx: &Cx) -> Result<String> {
        let hour = Duration::from_hours(1);
        let poll = cx.schedule().every("poll", hour);
        match args {
            "once" => cx.schedule().after("once", hour).event("tick", "once").await?,
            "poll" => poll.event("tick", &["a", "b"]).await?,
            "skip" => poll.missed(Missed::Skip).event("tick", "x").await?,
            "each" => poll.missed(Missed::Each).event("tick", "x").await?,
            "twice" => poll.max_runs(2).event("tick", "x").await?,
            "wait" => poll.event("wait", "x").await?,
            "fail" => poll.event("fail", "x").await?,
            "timeout" => poll.event("never", "x").await?,
            "prompt" => poll.prompt("what is new?").await?,
            "message" => poll.message("remember the milk").await?,
            "cron" => {
                cx.schedule().cron("poll", "0 9 * * mon").zone("Europe/Berlin").event("tick", "x").await?;
            }
            "nowhere" => cx.schedule().cron("poll", "0 9 * * mon").zone("Nowhere").event("tick", "x").await?,
            other => return Err(Error::msg(format!("what is {other}?"))),
        }
        Ok("planned".into())
    }

    #[command("/off")]
    async fn off(&self, args: &str, cx: &Cx) -> Result<String> {
        Ok(cx.schedule().cancel(args).await?.to_string())
    }

    #[command("/planned")]
    async fn planned(&self, cx: &Cx) -> Result<String> {
        let all = cx.schedule().list().await?;
        Ok(all
            .iter()
            .map(|it| format!("{} {} {};", it.name, it.declared, it.runs))
            .collect::<Vec<_>>()
            .concat())
    }

    #[scheduled]
    fn tick(&self, event: &ScheduleEvent) {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
    }

    #[scheduled]
    async fn wait(&self, event: &ScheduleEvent) {
        self.tick(event);
        self.go_on.notified().await;
    }

    #[scheduled]
    fn fail(&self, event: &ScheduleEvent) -> Result<()> {
        self.tick(event);
        if event.run == 1 { Err(Error::msg("no luck")) } else { panic!("no luck at all") }
    }

    #[scheduled(timeout = "20ms")]
    async fn never(&self, event: &ScheduleEvent) {
        self.tick(event);
        std::future::pending::<()>().await;
    }
}

pub(super) async fn told(host: &TestHost, command: &str) -> String {
    let heard = host.say(command).await;
    heard.outcome.error.unwrap_or(heard.outcome.response)
}

pub(super) async fn planning(plan: &str) -> TestHost {
    let host = saying("hi").plugin::<Clock>().start().await;
    assert_eq!(told(&host, &format!("/plan {plan}")).await, "planned");
    host
}

/// Returns the one schedule of a plugin.
pub(super) async fn only(store: &Arc<dyn Store>, plugin: &str) -> Schedule {
    let [schedule] = store.plugin_schedules(plugin).await.unwrap().try_into().unwrap();
    schedule
}

pub(super) fn wanted(schedule: &Schedule) -> &PluginSchedule {
    schedule.plugin.as_ref().unwrap()
}

/// Fires what is due, waits for its end, and returns how much there was.
pub(super) async fn fire(host: &TestHost, at: i64) -> usize {
    let fired = host.agent().fire_schedules(at).await.unwrap();
    host.agent().wait_until_idle().await;
    fired
}

/// Returns the runs since the last look.
pub(super) fn runs(host: &TestHost) -> Vec<ScheduleEvent> {
    let take =
        |clock: &Clock| std::mem::take(&mut *clock.runs.lock().unwrap_or_else(PoisonError::into_inner));
    host.agent().plugins().with_plugin::<Clock, _>(take).expect("it is live")
}

/// Returns how many times each run was told of as missed.
pub(super) fn missed(host: &TestHost) -> Vec<u64> {
    runs(host).iter().map(|run| run.missed).collect()
}

pub(super) fn at(millis: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis.try_into().unwrap())
}
