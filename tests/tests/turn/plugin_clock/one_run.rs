//! One run a time: of slow ones, on several hosts, and behind those that failed.

use super::clock::{Clock, HOUR, fire, only, planning, runs, told};
use crate::faulty::Faulty;
use crate::saying;
use hookwire_host::engine::store::{Memory, Store};
use hookwire_tests::test_host::TestHost;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_run_that_takes_its_time_is_the_only_one() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = saying("hi").plugin::<Clock>().store(&store).start().await;
    told(&host, "/plan wait").await;
    let due = only(&store, "clock").await.next_at;
    assert_eq!(host.agent().fire_schedules(due).await.unwrap(), 1);
    host.log.until("schedule.fired", 1).await;
    assert_eq!(host.agent().fire_schedules(due + HOUR).await.unwrap(), 0);
    // Another host on the same store.
    let other = saying("hi").plugin::<Clock>().store(&store).start().await;
    assert_eq!(fire(&other, due + HOUR).await, 0);
    assert_eq!(runs(&other), []);
    host.agent().plugins().with_plugin::<Clock, _>(|clock| clock.go_on.notify_one()).unwrap();
    host.agent().wait_until_idle().await;
    assert_eq!(runs(&host).len(), 1);
    assert_eq!(only(&store, "clock").await.next_at, due + HOUR);
}

#[tokio::test]
async fn of_two_hosts_that_find_the_same_run_one_runs_it() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let hosts = [
        saying("hi").plugin::<Clock>().store(&store).start().await,
        saying("hi").plugin::<Clock>().store(&store).start().await,
    ];
    told(&hosts[0], "/plan poll").await;
    let due = only(&store, "clock").await.next_at;
    for hours in 0..20 {
        let [one, other] = &hosts;
        tokio::join!(fire(one, due + hours * HOUR), fire(other, due + hours * HOUR));
    }
    let mut numbers: Vec<_> = hosts.iter().flat_map(runs).map(|run| run.run).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_run_that_a_dead_host_began_is_begun_again_and_says_so() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = saying("hi").plugin::<Clock>().store(&store).start().await;
    told(&host, "/plan poll").await;
    let schedule = only(&store, "clock").await;
    assert_eq!(store.claim_schedule(&schedule.id, schedule.next_at).await.unwrap(), Some(1));
    assert_eq!(fire(&host, schedule.next_at).await, 0);
    drop(host);
    let next = saying("hi").plugin::<Clock>().store(&store).start().await;
    next.agent().resume().await.unwrap();
    assert_eq!(fire(&next, schedule.next_at).await, 1);
    let [run] = runs(&next).try_into().unwrap();
    assert!(run.interrupted, "{run:?}");
    fire(&next, schedule.next_at + HOUR).await;
    assert!(!runs(&next)[0].interrupted);
}

#[tokio::test]
async fn a_run_that_fails_panics_or_takes_too_long_is_followed_by_the_next() {
    for plan in ["fail", "timeout"] {
        let host = planning(plan).await;
        let due = only(&host.store, "clock").await.next_at;
        for hours in 0..3 {
            assert_eq!(fire(&host, due + hours * HOUR).await, 1, "{plan}");
        }
        assert_eq!(runs(&host).iter().map(|run| run.run).collect::<Vec<_>>(), [1, 2, 3], "{plan}");
        TestHost::completed(&host.say("hello").await);
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_whose_end_cannot_be_kept_is_not_repeated() {
    let (faulty, store) = Faulty::at(&["advance_schedule"]);
    let host = saying("hi").plugin::<Clock>().store(&store).start().await;
    told(&host, "/plan poll").await;
    let due = only(&store, "clock").await.next_at;
    assert_eq!(host.agent().fire_schedules(due).await.unwrap(), 1);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(host.agent().fire_schedules(due).await.unwrap(), 0);
    faulty.fail(&[]);
    host.agent().wait_until_idle().await;
    assert_eq!((runs(&host).len(), only(&store, "clock").await.next_at), (1, due + HOUR));
}
