use crate::samples::{owner, plugin_schedule, schedule, session};
use futures_util::future::join_all;
use hookwire_host::engine::store::{Owner, Schedule, Store};
use std::sync::Arc;

type Any = Arc<dyn Store>;

pub(crate) async fn schedules_are_listed_the_next_first(store: Any) {
    let bobs = Schedule { owner: owner("bob"), every_ms: None, ..schedule("b", 5) };
    for one in [&schedule("c", 9), &bobs, &schedule("a", 9)] {
        store.add_schedule(one).await.unwrap();
    }
    let all = [bobs.clone(), schedule("a", 9), schedule("c", 9)];
    assert_eq!(store.schedules(None).await.unwrap(), all);
    assert_eq!(store.schedules(Some(&owner("bob"))).await.unwrap(), [bobs]);
    let error = store.add_schedule(&schedule("a", 1)).await.unwrap_err();
    assert_eq!(error.to_string(), "there is already a schedule `a`; take another name");
}

pub(crate) async fn a_schedule_moves_once(store: Any) {
    store.add_schedule(&schedule("a", 10)).await.unwrap();
    let advance = |_| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.advance_schedule("a", 10, Some(&schedule("a", 20))).await.unwrap() })
    };
    let moved = join_all((0..8).map(advance)).await;
    assert_eq!(moved.into_iter().filter(|it| *it.as_ref().unwrap()).count(), 1);
    assert_eq!(store.schedules(None).await.unwrap(), [schedule("a", 20)]);
    assert!(!store.advance_schedule("a", 10, None).await.unwrap());
    assert!(store.advance_schedule("a", 20, None).await.unwrap());
    assert_eq!(store.schedules(None).await.unwrap(), []);
    assert!(!store.advance_schedule("a", 20, None).await.unwrap());
}

pub(crate) async fn a_schedule_is_removed_once(store: Any) {
    store.add_schedule(&schedule("a", 10)).await.unwrap();
    assert_eq!(store.remove_schedule("a").await.unwrap(), Some(schedule("a", 10)));
    assert_eq!(store.remove_schedule("a").await.unwrap(), None);
}

pub(crate) async fn a_schedule_for_no_session_is_refused(store: Any) {
    let lost = Schedule { session: Some("none".to_owned()), ..schedule("a", 10) };
    let error = store.add_schedule(&lost).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no session `none`");
}

pub(crate) async fn schedules_of_another_tenant_are_not_listed(store: Any) {
    let elsewhere = Owner { tenant: "other".to_owned(), user: "ann".to_owned() };
    store.add_schedule(&schedule("a", 9)).await.unwrap();
    store.add_schedule(&Schedule { owner: elsewhere.clone(), ..schedule("b", 5) }).await.unwrap();
    for (owner, id) in [(owner("ann"), "a"), (elsewhere, "b")] {
        let listed = store.schedules(Some(&owner)).await.unwrap();
        assert_eq!(listed.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), [id]);
    }
    let nobody = Owner { tenant: String::new(), user: "ann".to_owned() };
    assert_eq!(store.schedules(Some(&nobody)).await.unwrap(), []);
}

pub(crate) async fn a_plugins_schedule_takes_the_place_of_its_namesake(store: Any) {
    store.add_schedule(&schedule("a", 4)).await.unwrap();
    let (first, other) = (plugin_schedule("clock", "poll", 9), plugin_schedule("bell", "poll", 8));
    let second = Schedule { id: "second".to_owned(), ..plugin_schedule("clock", "poll", 5) };
    for one in [&first, &other, &second] {
        assert!(store.put_plugin_schedule(one, 10).await.unwrap());
    }
    assert_eq!(store.plugin_schedules("clock").await.unwrap(), std::slice::from_ref(&second));
    assert_eq!(store.plugin_schedules("bell").await.unwrap(), std::slice::from_ref(&other));
    assert_eq!(store.schedules(Some(&owner("ann"))).await.unwrap(), [schedule("a", 4)]);
    assert_eq!(store.schedules(None).await.unwrap(), [schedule("a", 4), second, other]);
}

pub(crate) async fn a_plugin_has_only_so_many_schedules(store: Any) {
    for (name, fits) in [("a", true), ("b", true), ("c", false), ("b", true)] {
        let wanted = plugin_schedule("clock", name, 9);
        assert_eq!(store.put_plugin_schedule(&wanted, 2).await.unwrap(), fits, "{name}");
    }
    assert!(store.put_plugin_schedule(&plugin_schedule("bell", "c", 9), 2).await.unwrap());
    assert_eq!(store.plugin_schedules("clock").await.unwrap().len(), 2);
}

pub(crate) async fn only_what_is_due_and_not_claimed_is_to_be_run(store: Any) {
    store.add_schedule(&schedule("b", 10)).await.unwrap();
    for (name, at) in [("late", 3), ("now", 10), ("soon", 11)] {
        store.put_plugin_schedule(&plugin_schedule("clock", name, at), 10).await.unwrap();
    }
    let due = async || {
        let due = store.due_schedules(10).await.unwrap();
        due.into_iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(due().await, ["clock/late", "b", "clock/now"]);
    assert_eq!(store.claim_schedule("clock/late", 3).await.unwrap(), Some(1));
    assert_eq!(due().await, ["b", "clock/now"]);
    store.release_schedules().await.unwrap();
    assert_eq!(due().await, ["clock/late", "b", "clock/now"]);
}

pub(crate) async fn of_many_that_claim_a_run_one_gets_it(store: Any) {
    store.put_plugin_schedule(&plugin_schedule("clock", "poll", 10), 10).await.unwrap();
    let claim = |_| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.claim_schedule("clock/poll", 10).await.unwrap() })
    };
    let claimed = join_all((0..8).map(claim)).await;
    let claimed: Vec<_> = claimed.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(claimed, [1]);
    assert_eq!(store.claim_schedule("clock/poll", 9).await.unwrap(), None);
    assert_eq!(store.claim_schedule("nobody", 10).await.unwrap(), None);
}

pub(crate) async fn a_claim_that_is_ended_counts_as_an_attempt(store: Any) {
    store.put_plugin_schedule(&plugin_schedule("clock", "poll", 10), 10).await.unwrap();
    for attempt in 1..4 {
        assert_eq!(store.claim_schedule("clock/poll", 10).await.unwrap(), Some(attempt));
        store.release_schedules().await.unwrap();
    }
    let next = plugin_schedule("clock", "poll", 20);
    assert!(store.advance_schedule("clock/poll", 10, Some(&next)).await.unwrap());
    assert_eq!(store.claim_schedule("clock/poll", 20).await.unwrap(), Some(1));
}

pub(crate) async fn a_plugins_schedule_moves_on_whole(store: Any) {
    let first = plugin_schedule("clock", "poll", 10);
    store.put_plugin_schedule(&first, 10).await.unwrap();
    assert_eq!(store.claim_schedule("clock/poll", 10).await.unwrap(), Some(1));
    let mut next = plugin_schedule("clock", "poll", 20);
    let wanted = next.plugin.as_mut().unwrap();
    (wanted.runs, wanted.skipped, wanted.last_run) = (2, 0, Some(12));
    assert!(!store.advance_schedule("clock/poll", 11, Some(&next)).await.unwrap());
    assert!(store.advance_schedule("clock/poll", 10, Some(&next)).await.unwrap());
    assert_eq!(store.due_schedules(20).await.unwrap(), [next]);
    assert!(store.advance_schedule("clock/poll", 20, None).await.unwrap());
    assert_eq!(store.plugin_schedules("clock").await.unwrap(), []);
}

pub(crate) async fn a_plugins_schedule_goes_with_its_session(store: Any) {
    let lost = Schedule { session: Some("s".to_owned()), ..plugin_schedule("clock", "poll", 10) };
    let error = store.put_plugin_schedule(&lost, 10).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no session `s`");
    store.open_session(&session("s", 1)).await.unwrap();
    assert!(store.put_plugin_schedule(&lost, 10).await.unwrap());
    store.delete_session("s").await.unwrap();
    assert_eq!(store.plugin_schedules("clock").await.unwrap(), []);
}
