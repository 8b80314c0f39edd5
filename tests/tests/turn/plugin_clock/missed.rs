//! Times at which no host was there, or the plugin was off.

use super::clock::{HOUR, MINUTE, at, fire, missed, only, planning, runs};
use std::time::Duration;

#[tokio::test]
async fn missed_times_are_run_once_and_told() {
    let host = planning("poll").await;
    let due = only(&host.store, "clock").await.next_at;
    fire(&host, due + 3 * HOUR + 1).await;
    let [run] = runs(&host).try_into().unwrap();
    assert_eq!((run.due, run.missed, run.late), (at(due), 3, Duration::from_millis(3 * 3_600_000 + 1)));
    assert_eq!(only(&host.store, "clock").await.next_at, due + 4 * HOUR);
}

#[tokio::test]
async fn missed_times_are_skipped_if_the_plugin_likes_and_told_with_the_next_run() {
    let host = planning("skip").await;
    let due = only(&host.store, "clock").await.next_at;
    fire(&host, due + 3 * HOUR + 2 * MINUTE).await;
    assert!(missed(&host).is_empty());
    fire(&host, due + 4 * HOUR).await;
    assert_eq!(missed(&host), [4]);
    // A little late is not missed.
    fire(&host, due + 5 * HOUR + MINUTE).await;
    assert_eq!(missed(&host), [0]);
}

#[tokio::test]
async fn missed_times_are_run_each_if_the_plugin_likes() {
    let host = planning("each").await;
    let due = only(&host.store, "clock").await.next_at;
    for _ in 0..5 {
        fire(&host, due + 3 * HOUR + 1).await;
    }
    let times: Vec<_> = runs(&host).iter().map(|run| run.due).collect();
    assert_eq!(times, [0, 1, 2, 3].map(|hours| at(due + hours * HOUR)));
}

#[tokio::test]
async fn what_a_plugin_wants_waits_while_it_is_off() {
    let host = planning("poll").await;
    let due = only(&host.store, "clock").await.next_at;
    host.agent().plugins().disable("clock").await.unwrap();
    assert_eq!(fire(&host, due).await, 0);
    host.agent().plugins().enable("clock").await.unwrap();
    assert_eq!(fire(&host, due + 2 * HOUR).await, 1);
    assert_eq!(missed(&host), [2]);
}
