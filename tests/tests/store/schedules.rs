use crate::samples::{owner, schedule};
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
