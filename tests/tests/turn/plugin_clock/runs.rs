//! When a method runs, and how a schedule ends.

use super::clock::{Clock, HOUR, at, fire, only, planning, runs, told};
use crate::saying;
use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::store::Schedule;
use std::time::Duration;

/// Another one, which may not touch what is the other's.
#[derive(Debug, Default)]
struct Thief;

#[plugin(id = "thief", capabilities = [schedule])]
impl Thief {
    #[command("/steal")]
    async fn steal(&self, cx: &Cx) -> Result<String> {
        Ok(format!("{} {}", cx.schedule().list().await?.len(), cx.schedule().cancel("poll").await?))
    }
}

#[tokio::test]
async fn a_method_runs_when_it_is_due_and_not_before() {
    let host = planning("poll").await;
    let due = only(&host.store, "clock").await.next_at;
    assert_eq!(fire(&host, due - 1).await, 0);
    assert_eq!(runs(&host), []);
    assert_eq!(fire(&host, due + 5000).await, 1);
    let [run] = runs(&host).try_into().unwrap();
    assert_eq!((&*run.schedule, run.due, run.late), ("poll", at(due), Duration::from_secs(5)));
    assert_eq!((run.run, run.missed, run.interrupted), (1, 0, false));
    assert_eq!(run.payload, serde_json::json!(["a", "b"]));
    assert_eq!(only(&host.store, "clock").await.next_at, due + HOUR);
    assert_eq!(fire(&host, due + 5000).await, 0);
    assert_eq!(told(&host, "/planned").await, "poll false 1;");
    assert_eq!((host.log.count("schedule.created"), host.log.count("schedule.fired")), (1, 1));
    let fired = &host.log.at("schedule.fired")[0];
    assert_eq!((&fired["name"], &fired["late_ms"]), (&"poll".into(), &5000.into()));
}

#[tokio::test]
async fn a_schedule_for_one_moment_runs_once_and_is_gone() {
    let host = planning("once").await;
    let due = only(&host.store, "clock").await.next_at;
    assert_eq!((fire(&host, due).await, runs(&host).len()), (1, 1));
    assert_eq!(told(&host, "/planned").await, "");
}

#[tokio::test]
async fn a_schedule_is_called_off_by_its_plugin_alone() {
    let host = saying("hi").plugin::<Clock>().plugin::<Thief>().start().await;
    told(&host, "/plan poll").await;
    assert_eq!(told(&host, "/steal").await, "0 false");
    assert_eq!(told(&host, "/off poll").await, "true");
    assert_eq!(told(&host, "/off poll").await, "false");
    assert_eq!(host.log.count("schedule.cancelled"), 1);
}

#[tokio::test]
async fn a_schedule_ends_after_its_last_run() {
    let host = planning("twice").await;
    let due = only(&host.store, "clock").await.next_at;
    for hours in 0..3 {
        fire(&host, due + hours * HOUR).await;
    }
    assert_eq!(runs(&host).iter().map(|run| run.run).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(host.store.plugin_schedules("clock").await.unwrap(), []);
}

#[tokio::test]
async fn cron_is_due_in_its_zone() {
    let host = planning("cron").await;
    let due = only(&host.store, "clock").await.next_at;
    fire(&host, due).await;
    let next = only(&host.store, "clock").await.next_at;
    // A week, give or take the hour of a change of clocks.
    assert!((next - due - 7 * 24 * HOUR).abs() <= HOUR, "{due} {next}");
    let error = told(&host, "/plan nowhere").await;
    assert!(
        error.contains("there is no time zone `Nowhere`; write one as `Europe/Berlin` or `UTC`"),
        "{error}"
    );
}

#[tokio::test]
async fn past_the_quota_a_schedule_is_refused() {
    let host = planning("poll").await;
    let poll = only(&host.store, "clock").await;
    for number in 1..1000 {
        let name = number.to_string();
        let one = Schedule { id: name.clone(), name, ..poll.clone() };
        assert!(host.store.put_plugin_schedule(&one, u64::MAX).await.unwrap());
    }
    assert_eq!(told(&host, "/plan poll").await, "planned");
    let error = told(&host, "/plan once").await;
    assert!(error.contains("`clock` has 1000 schedules, which is the limit; call some off with"), "{error}");
}
